-- Of these SKUs (null: all): how many there are and how many are not linked.
select count(*), count(*) filter (where state <> 'linked')
from bigcommerce.product_links
where store_code = %(store)s and (%(skus)s::text[] is null or sku = any(%(skus)s))
