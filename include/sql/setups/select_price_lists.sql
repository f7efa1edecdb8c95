select price_list_id, price_group from bigcommerce.price_list_map where store_code = %(store)s order by price_list_id
