-- Links each SKU to the one product or variant that has exactly this SKU. Only rows that say something new change.
-- skus: the SKUs to judge; null: all of the back office's and all with an approval.
-- looked_up_all: the catalogue was walked whole, so what is not in it is gone.
with wanted as (
    select sku from backoffice.products where %(skus)s::text[] is null
    union
    select sku from bigcommerce.product_approvals where store_code = %(store)s and %(skus)s::text[] is null
    union
    select unnest(%(skus)s::text[])
),
judged as (
    select
        w.sku,
        case count(c.product_id) when 0 then 'missing' when 1 then 'linked' else 'ambiguous' end as state,
        min(c.product_id) as product_id, min(c.variant_id) as variant_id,
        bool_and(c.is_base_variant) as is_base_variant, min(c.inventory_tracking) as inventory_tracking,
        min(c.price) as price, min(c.sale_price) as sale_price
    from wanted w
    left join catalog_items c on c.sku = w.sku
    group by w.sku
),
moved as (
    select
        l.sku,
        (l.product_id, l.variant_id) is distinct from (j.product_id, j.variant_id) or j.state <> 'linked' as is_another,
        l.inventory_tracking is distinct from j.inventory_tracking as is_counted_anew
    from judged j
    join bigcommerce.product_links l on l.store_code = %(store)s and l.sku = j.sku and l.state = 'linked'
),
-- What BigCommerce accepted for another product, or counted at another level, says nothing of what it shows now.
prices as (
    delete from bigcommerce.price_exports e using moved m
    where e.store_code = %(store)s and e.sku = m.sku and m.is_another
),
sendings as (
    delete from bigcommerce.sendings d using moved m
    where d.store_code = %(store)s and d.sku = m.sku and m.is_another
),
stock as (
    delete from bigcommerce.stock_exports e using moved m
    where e.store_code = %(store)s and e.sku = m.sku and (m.is_another or m.is_counted_anew)
)
insert into bigcommerce.product_links as l
(
    store_code, sku, product_id, variant_id, is_base_variant, inventory_tracking, state, seen_price,
    seen_sale_price, seen_at
)
select
    %(store)s, sku,
    case state when 'linked' then product_id end, case state when 'linked' then variant_id end,
    case state when 'linked' then is_base_variant end, case state when 'linked' then inventory_tracking end,
    state, case state when 'linked' then price end, case state when 'linked' then sale_price end, now()
from judged
on conflict (store_code, sku) do update set
    product_id = excluded.product_id, variant_id = excluded.variant_id, is_base_variant = excluded.is_base_variant,
    inventory_tracking = excluded.inventory_tracking, state = excluded.state, seen_price = excluded.seen_price,
    seen_sale_price = excluded.seen_sale_price, seen_at = excluded.seen_at
where (
    l.product_id, l.variant_id, l.is_base_variant, l.inventory_tracking, l.state, l.seen_price, l.seen_sale_price
) is distinct from (
    excluded.product_id, excluded.variant_id, excluded.is_base_variant, excluded.inventory_tracking,
    excluded.state, excluded.seen_price, excluded.seen_sale_price
)
