-- How many SKUs the price rule looks at.
select count(*)
from bigcommerce.product_approvals a
join bigcommerce.product_links l on l.store_code = a.store_code and l.sku = a.sku and l.state = 'linked'
join backoffice.products p on p.sku = a.sku and p.is_active
where a.store_code = %(store)s and a.is_approved and (%(skus)s::text[] is null or a.sku = any(%(skus)s))
