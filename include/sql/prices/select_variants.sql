-- What price lists may hold of these SKUs.
select distinct l.variant_id
from bigcommerce.product_links l
join bigcommerce.product_approvals a on a.store_code = l.store_code and a.sku = l.sku and a.is_approved
where l.store_code = %(store)s and l.sku = any(%(skus)s) and l.state = 'linked' and l.variant_id is not null
order by l.variant_id
