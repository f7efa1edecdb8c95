-- The stock rule, once: how many of each SKU the store may show, and what it must hold by now.
-- Grain: one row a SKU. The plan keeps those that need something done or said; "explain" asks for one and shows it all.
-- is_approved: of what is approved, or else of what was sent and is not approved any more: with one of the two at a
-- time, and the store as a constant, everything is joined in the order of the SKUs
-- store; skus: only these, null: all; order_placed: does BigCommerce take stock off when an order is placed?
-- explain: show how each value came about; as_if_approved: what is not approved counts as if it were
-- full: what was refused is tried again; is_read: stock_readings says what BigCommerce holds now, and that decides
with store as (
    select * from bigcommerce.stores where store_code = %(store)s
),
item as (
    select
        l.sku, l.product_id, l.variant_id, l.is_base_variant, l.inventory_tracking, %(is_approved)s as is_approved,
        %(is_approved)s and p.is_active as is_active, s.stock_location_id, s.stock_buffer, s.stock_limit,
        %(is_approved)s and s.switch_on_inventory_tracking as switch_on_inventory_tracking
    from store s
    join bigcommerce.product_links l on l.store_code = %(store)s and l.state = 'linked'
    left join bigcommerce.product_approvals a on a.store_code = %(store)s and a.sku = l.sku and a.is_approved
    left join backoffice.products p on p.sku = l.sku and %(is_approved)s
    left join bigcommerce.skus_with_stock_sent(%(store)s, (select stock_location_id from store)) e
        on e.sku = l.sku and not %(is_approved)s
    where (%(skus)s::text[] is null or l.sku = any(%(skus)s))
        and case when %(is_approved)s
            then (a.sku is not null or %(as_if_approved)s) and p.sku is not null
            -- What was sent and is no longer approved gets 0; once that is accepted it is left alone.
            else a.sku is null and e.sku is not null and s.zero_stock_when_unapproved and not %(as_if_approved)s
        end
),
available as (
    select w.sku, sum(w.available_quantity) as quantity, max(w.counted_at) as counted_at
    from backoffice.stock w
    -- The store as a constant: joined, it would be compared row by row.
    where (
            (select stock_warehouses from store) is null
            or w.warehouse = any((select stock_warehouses from store)::text[])
        )
        and (%(skus)s::text[] is null or w.sku = any(%(skus)s))
    group by w.sku
),
-- Units on orders of any store that this number does not account for yet: received ones until the back office has
-- counted them, and open ones that were never received but will be.
open_order as (
    select
        l.store_code, l.bigcommerce_order_id,
        case
            when o.order_id is null then 'infinity'::timestamptz
            when s.orders_are_confirmed then coalesce(o.accepted_at, 'infinity')
            else coalesce(o.received_at, 'infinity')
        end as accounted_for_at
    from bigcommerce.landed_orders l
    join bigcommerce.stores s on s.store_code = l.store_code
    left join backoffice.orders o on o.store_code = l.store_code and o.bigcommerce_order_id = l.bigcommerce_order_id
    where case
        when o.order_id is not null then coalesce(l.status_id, 0) not in (5, 6)
        else l.status_id in (1, 3, 7, 8, 9, 11, 12, 13, 14) and (l.placed_at < s.orders_since) is not true
    end
),
reserved as (
    select
        u.sku, sum(u.quantity - u.quantity_refunded) as quantity,
        case when %(explain)s then jsonb_object_agg(
            concat_ws(' ', u.store_code, u.bigcommerce_order_id), u.quantity - u.quantity_refunded
        ) end as reserving
    from open_order o
    join bigcommerce.order_units u
        on u.store_code = o.store_code and u.bigcommerce_order_id = o.bigcommerce_order_id
    -- Few units are on open orders: when each was counted is looked up one by one.
    cross join lateral (
        select max(w.counted_at) as counted_at
        from store s
        join backoffice.stock w on s.stock_warehouses is null or w.warehouse = any(s.stock_warehouses)
        where w.sku = u.sku
    ) v
    where o.accounted_for_at > v.counted_at and (%(skus)s::text[] is null or u.sku = any(%(skus)s))
    group by u.sku
),
wanted as (
    select
        i.*, v.sku is not null as has_stock_row, v.quantity as available, coalesce(r.quantity, 0) as reserved,
        v.counted_at, r.reserving,
        case
            when not i.is_active then 0
            when v.sku is not null then greatest(0, least(
                coalesce(i.stock_limit, 9223372036854775807),
                v.quantity - coalesce(r.quantity, 0) - i.stock_buffer
            ))
        end as quantity
    from item i
    left join available v on v.sku = i.sku
    left join reserved r on r.sku = i.sku
),
-- What BigCommerce must hold by now: what it last accepted, less what it sold itself since. It sells from its default
-- location, number 1: what became of another one is uncertain, and so is what a sending without an answer did.
accepted as not materialized (
    select e.*
    from bigcommerce.stock_exports e
    where e.store_code = %(store)s and e.location_id = (select stock_location_id from store)
        and (%(skus)s::text[] is null or e.sku = any(%(skus)s))
),
sold as (
    select
        e.sku, case when l.placed_at > e.sent_at then u.quantity else 0 end as quantity,
        l.placed_at between e.sent_at - interval '1 minute' and e.sent_at + interval '1 minute'
            or l.units_changed_at >= e.sent_at
            or (l.placed_at > e.sent_at and e.location_id <> 1)
            or (greatest(l.placed_at, l.modified_at) >= e.sent_at and not %(order_placed)s) as is_uncertain
    from accepted e
    join bigcommerce.order_units u on u.store_code = e.store_code and u.sku = e.sku
    join bigcommerce.landed_orders l
        on l.store_code = u.store_code and l.bigcommerce_order_id = u.bigcommerce_order_id
    where l.placed_at >= e.sent_at - interval '1 minute' or l.units_changed_at >= e.sent_at
        or l.modified_at >= e.sent_at
),
moved as (
    select sku, sum(quantity) as sold, bool_or(is_uncertain) as is_uncertain
    from (
        select sku, quantity, is_uncertain from sold
        union all
        select d.sku, 0, true
        from bigcommerce.sendings d
        where d.store_code = %(store)s and d.flow = 'stock'
            and d.target = (select stock_location_id::text from store)
    ) m
    group by sku
),
held as (
    select e.sku, e.quantity - coalesce(m.sold, 0) as quantity, coalesce(m.is_uncertain, false) as is_uncertain
    from accepted e
    left join moved m on m.sku = e.sku
),
-- An item is named at the level the product tracks, or will track once that is switched on.
named as (
    select
        w.*,
        case
            when w.inventory_tracking <> 'none' or not w.switch_on_inventory_tracking then null
            -- Switched on before, and off again by somebody else.
            when exists (
                select from bigcommerce.tracking_switches t
                where t.store_code = %(store)s and t.product_id = w.product_id
            ) then null
            when w.is_base_variant then 'product'
            when w.variant_id is not null then 'variant'
        end as switch_to
    from wanted w
),
judged as (
    select
        n.*, v.level, n.stock_location_id as location_id, h.quantity as held,
        coalesce(h.is_uncertain, false) as is_uncertain,
        h.quantity = n.quantity and not h.is_uncertain and n.switch_to is null and v.level is not null as is_unchanged
    from named n
    left join held h on h.sku = n.sku
    cross join lateral (
        select case
            when coalesce(n.switch_to, n.inventory_tracking) = 'product'
                and (n.is_base_variant or n.variant_id is null) then 'product'
            when coalesce(n.switch_to, n.inventory_tracking) = 'variant' and n.variant_id is not null then 'variant'
        end as level
    ) v
),
verdicts as (
    select
        j.*,
        concat_ws('|', j.level, j.product_id, j.variant_id, j.location_id, j.quantity) as fingerprint,
        case
            when j.is_unchanged then 'unchanged'
            when j.quantity is null then 'stock_missing'
            when j.quantity > 2147483647 then 'invalid_quantity'
            when j.level is null then case when j.is_approved then 'inventory_not_tracked' else 'unchanged' end
            else 'send'
        end as verdict
    from judged j
),
reading as (
    select 'product' as level, product_id as id, max(quantity) as quantity
    from stock_readings where %(is_read)s group by product_id
    union all
    select 'variant', variant_id, max(quantity) from stock_readings where %(is_read)s group by variant_id
)
select
    v.sku, v.product_id, v.variant_id, v.location_id, v.level, v.switch_to, v.is_approved,
    v.is_active, v.available, v.reserved, v.quantity, v.held, v.inventory_tracking, v.fingerprint,
    r.quantity as held_now, case when %(explain)s then to_jsonb(v) end as workings,
    case
        -- First, as it is nearly always so: then nothing else is looked at.
        when not %(is_read)s and v.is_unchanged then 'unchanged'
        when %(is_read)s and v.verdict in ('send', 'unchanged') and r.quantity = v.quantity
            then case v.verdict when 'unchanged' then 'unchanged' else 'adopted' end
        when %(is_read)s and v.verdict = 'unchanged' and v.level is not null and v.is_approved then 'send'
        when not %(full)s and v.verdict = 'send' and exists (
            select from bigcommerce.refused_items r
            join bigcommerce.item_problems p
                on p.store_code = r.store_code and p.flow = r.flow and p.item_key = r.sku
                and p.code = 'rejected_by_bigcommerce' and p.resolved_at is null
            where r.store_code = %(store)s and r.flow = 'stock' and r.target = v.stock_location_id::text
                and r.sku = v.sku and r.fingerprint = v.fingerprint
        ) then 'refused'
        else v.verdict
    end as verdict
from verdicts v
left join reading r on r.level = v.level and r.id = case v.level when 'product' then v.product_id else v.variant_id end
