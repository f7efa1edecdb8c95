-- These orders as a list shows them, in the order of the ids. Grain: one row an order.
-- problems: codes of the order's, then of Neto's about it; a SKU's problem at Neto says whether it is approved.
-- What only landed has its buyer and total from the payload, as text. store, order_ids (BigCommerce's)
select
    k.bigcommerce_order_id,
    o.order_id,
    coalesce(o.placed_at, l.placed_at) as placed_at,
    coalesce(o.bigcommerce_status, r.payload ->> 'status') as bigcommerce_status,
    o.status,
    l.outcome,
    o.needs_attention,
    coalesce(o.currency, r.payload ->> 'default_currency_code') as currency,
    o.total_inc_tax,
    r.payload ->> 'total_inc_tax' as payload_total,
    coalesce(o.customer_email, r.payload #>> '{billing_address,email}') as customer_email,
    nullif(concat_ws(
        ' ',
        coalesce(o.billing_address, r.payload -> 'billing_address') ->> 'first_name',
        coalesce(o.billing_address, r.payload -> 'billing_address') ->> 'last_name'
    ), '') as customer_name,
    array(
        select p.code from bigcommerce.item_problems p
        where p.store_code = %(store)s and p.flow = 'orders' and p.item_key = k.bigcommerce_order_id::text
            and p.resolved_at is null
        order by p.code
    ) || array(
        select p.code from bigcommerce.item_problems p
        where p.store_code = %(store)s and p.flow = 'neto' and p.item_key = k.bigcommerce_order_id::text
            and p.resolved_at is null and p.code in (
                'neto_rejected', 'neto_unknown_sku', 'neto_total_differs', 'neto_note_rejected',
                'neto_unreadable_order', 'neto_unmatched_dispatch'
            )
            and not p.details ? 'is_approved'
        order by p.code
    ) as problems,
    array(
        select distinct c.kind from backoffice.order_changes c
        where c.order_id = o.order_id and c.acknowledged_at is null and c.kind <> 'status'
        order by c.kind
    ) as changes
from unnest(%(order_ids)s::bigint[]) with ordinality as k (bigcommerce_order_id, position)
left join backoffice.orders o on o.store_code = %(store)s and o.bigcommerce_order_id = k.bigcommerce_order_id
left join bigcommerce.landed_orders l on l.store_code = %(store)s and l.bigcommerce_order_id = k.bigcommerce_order_id
left join bigcommerce.raw_orders r
    on o.order_id is null and r.store_code = l.store_code and r.bigcommerce_order_id = l.bigcommerce_order_id
    and r.payload_hash = l.payload_hash
order by k.position
