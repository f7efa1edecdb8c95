-- Approved SKUs that were never looked up.
select a.sku
from bigcommerce.product_approvals a
left join bigcommerce.product_links l on l.store_code = a.store_code and l.sku = a.sku
where a.store_code = %(store)s and a.is_approved and l.sku is null
    and (%(skus)s::text[] is null or a.sku = any(%(skus)s))
order by a.sku
