select price_list_id from bigcommerce.price_list_map where store_code = %(store)s order by price_list_id
