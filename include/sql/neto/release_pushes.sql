-- order_ids: ours
update neto.order_pushes set is_held = false where order_id = any(%(order_ids)s)
