-- How many values the price rule looks at.
select count(*)
from bigcommerce.price_targets(%(store)s) t
join bigcommerce.product_approvals a on a.store_code = %(store)s and a.is_approved
join bigcommerce.product_links l on l.store_code = a.store_code and l.sku = a.sku and l.state = 'linked'
join backoffice.products p on p.sku = a.sku and p.is_active
where (%(skus)s::text[] is null or a.sku = any(%(skus)s))
    and (t.target = 'catalog' or l.variant_id is not null)
