-- The stock rule, once: how many of each approved, linked SKU the store may show, and what it must hold by now.
-- Kept for the length of a task are only the rows that need something done or said. Grain: one row a SKU.
-- store; skus: only these, null: all; order_placed: does BigCommerce take stock off when an order is placed?
create temporary table stock_plan as
with store as (
    select * from bigcommerce.stores where store_code = %(store)s
),
item as (
    select
        a.sku, l.product_id, l.variant_id, l.is_base_variant, l.inventory_tracking, p.is_active,
        s.stock_location_id, s.stock_buffer, s.stock_limit, s.stock_warehouses
    from store s
    join bigcommerce.product_approvals a on a.store_code = s.store_code and a.is_approved
    join bigcommerce.product_links l on l.store_code = a.store_code and l.sku = a.sku and l.state = 'linked'
    join backoffice.products p on p.sku = a.sku
    where %(skus)s::text[] is null or a.sku = any(%(skus)s)
),
available as (
    select i.sku, sum(w.available_quantity::bigint) as quantity, max(w.counted_at) as counted_at
    from item i
    join backoffice.stock w on w.sku = i.sku
    where i.stock_warehouses is null or w.warehouse = any(i.stock_warehouses)
    group by i.sku
),
-- Units on orders of any store that this number does not account for yet: received ones until the back office has
-- counted them, and open ones that were never received but will be.
open_order as (
    select
        l.store_code, l.bigcommerce_order_id,
        case
            when o.order_id is null then 'infinity'::timestamptz
            when s.orders_are_confirmed then coalesce(o.accepted_at, 'infinity')
            else o.received_at
        end as accounted_for_at
    from bigcommerce.landed_orders l
    join bigcommerce.stores s on s.store_code = l.store_code
    left join backoffice.orders o on o.store_code = l.store_code and o.bigcommerce_order_id = l.bigcommerce_order_id
    where case
        when o.order_id is not null then l.status_id not in (5, 6)
        else l.status_id in (1, 3, 7, 8, 9, 11, 12, 13, 14)
            and (s.orders_since is null or l.placed_at >= s.orders_since)
    end
),
reserved as (
    select u.sku, sum(u.quantity - u.quantity_refunded) as quantity
    from available v
    join bigcommerce.order_units u on u.sku = v.sku
    join open_order o on o.store_code = u.store_code and o.bigcommerce_order_id = u.bigcommerce_order_id
    where o.accounted_for_at > v.counted_at
    group by u.sku
),
wanted as (
    select
        i.*, v.sku is not null as has_stock_row, coalesce(r.quantity, 0) as reserved,
        case
            when not i.is_active then 0
            else greatest(0, least(
                coalesce(i.stock_limit, 9223372036854775807),
                v.quantity - coalesce(r.quantity, 0) - i.stock_buffer
            ))
        end as quantity
    from item i
    left join available v on v.sku = i.sku
    left join reserved r on r.sku = i.sku
),
-- What BigCommerce must hold by now: what it last accepted, less what it sold itself since.
held as (
    select
        e.sku, e.sent_at,
        e.quantity - coalesce(sum(u.quantity) filter (where l.placed_at > e.sent_at), 0) as quantity,
        coalesce(bool_or(
            l.placed_at between e.sent_at - interval '1 minute' and e.sent_at + interval '1 minute'
            or l.units_changed_at >= e.sent_at
            or (l.placed_at > e.sent_at and not %(order_placed)s)
        ), false) as is_uncertain
    from wanted w
    join bigcommerce.stock_exports e
        on e.store_code = %(store)s and e.location_id = w.stock_location_id and e.sku = w.sku
    left join bigcommerce.order_units u on u.store_code = e.store_code and u.sku = e.sku
    left join bigcommerce.landed_orders l
        on l.store_code = u.store_code and l.bigcommerce_order_id = u.bigcommerce_order_id
    group by e.sku, e.sent_at, e.quantity
),
judged as (
    select
        w.sku, w.product_id, w.variant_id, w.stock_location_id as location_id, w.quantity,
        h.quantity as held, w.inventory_tracking,
        -- An item is named at the level the product tracks.
        case
            when w.inventory_tracking = 'product' and (w.is_base_variant or w.variant_id is null) then 'product'
            when w.inventory_tracking = 'variant' and w.variant_id is not null then 'variant'
        end as level,
        h.sku is not null and not h.is_uncertain and h.quantity = w.quantity as is_unchanged,
        w.has_stock_row, w.is_active
    from wanted w
    left join held h on h.sku = w.sku
),
verdicts as (
    select
        j.*,
        concat_ws('|', j.level, j.product_id, j.variant_id, j.location_id, j.quantity) as fingerprint,
        case
            when not j.has_stock_row and j.is_active then 'stock_missing'
            when j.level is null then 'inventory_not_tracked'
            when j.quantity > 2147483647 then 'invalid_quantity'
            when j.is_unchanged then 'unchanged'
            else 'send'
        end as verdict
    from judged j
)
select
    v.sku, v.product_id, v.variant_id, v.location_id, v.level, v.quantity, v.held, v.inventory_tracking, v.fingerprint,
    case
        when v.verdict = 'send' and exists (
            select from bigcommerce.refused_items r
            join bigcommerce.item_problems p
                on p.store_code = r.store_code and p.flow = r.flow and p.item_key = r.sku
                and p.code = 'rejected_by_bigcommerce' and p.resolved_at is null
            where r.store_code = %(store)s and r.flow = 'stock' and r.target = v.location_id::text and r.sku = v.sku
                and r.fingerprint = v.fingerprint
        ) then 'refused'
        else v.verdict
    end as verdict
from verdicts v
where v.verdict <> 'unchanged'
