-- SKUs that link to a product or variant that was read and has another SKU now.
select l.sku
from bigcommerce.product_links l
where l.store_code = %(store)s and l.state = 'linked' and l.product_id = any(%(product_ids)s)
    and not exists (
        select from catalog_items c
        where c.sku = l.sku and c.product_id = l.product_id and c.variant_id is not distinct from l.variant_id
    )
order by l.sku
