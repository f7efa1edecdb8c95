-- What the orders say now. units_changed: cancelled, declined, refunded or edited, so that stock may have moved.
-- An order that is received stays so, whatever its newest payload is good for. Where that cannot be read, what was
-- known stays: without it the stock rule would forget the order.
insert into bigcommerce.landed_orders as l
(
    store_code, bigcommerce_order_id, payload_hash, payment_state, status_id, placed_at, modified_at,
    units_changed_at, outcome
)
select
    %(store)s, o.bigcommerce_order_id, o.payload_hash, o.payment_state, o.status_id, o.placed_at, o.modified_at,
    case when o.units_changed then o.modified_at end, o.outcome
from jsonb_to_recordset(%(orders)s) as o (
    bigcommerce_order_id bigint, payload_hash text, payment_state text, status_id int, placed_at timestamptz,
    modified_at timestamptz, units_changed boolean, outcome text
)
on conflict (store_code, bigcommerce_order_id) do update set
    payload_hash = excluded.payload_hash, payment_state = excluded.payment_state,
    status_id = coalesce(excluded.status_id, l.status_id), placed_at = coalesce(excluded.placed_at, l.placed_at),
    modified_at = coalesce(excluded.modified_at, l.modified_at),
    units_changed_at = coalesce(excluded.units_changed_at, l.units_changed_at),
    outcome = case when l.outcome = 'received' then 'received' else excluded.outcome end
