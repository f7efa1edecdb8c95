-- How many values the price rule looks at. as_if_approved: as for the rule.
select count(*)
from bigcommerce.price_targets(%(store)s) t
join bigcommerce.product_links l on l.store_code = %(store)s and l.state = 'linked'
left join bigcommerce.product_approvals a on a.store_code = l.store_code and a.sku = l.sku and a.is_approved
join backoffice.products p on p.sku = l.sku and p.is_active
where (%(skus)s::text[] is null or l.sku = any(%(skus)s))
    and (a.sku is not null or %(as_if_approved)s)
    and (t.target = 'catalog' or l.variant_id is not null)
