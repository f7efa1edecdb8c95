select true
union all
select false from bigcommerce.stores where store_code = %(store)s and zero_stock_when_unapproved
