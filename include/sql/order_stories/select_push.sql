-- What became of an order at Neto. Grain: one row an order; none where it was never about to be sent.
-- order_id: ours
select neto_order_id, state, intended_at, pushed_at, is_held, payment_state
from neto.order_pushes
where order_id = %(order_id)s
