select read_until, product_count, newest_product_id
from bigcommerce.link_walks
where store_code = %(store)s and read_until is not null
