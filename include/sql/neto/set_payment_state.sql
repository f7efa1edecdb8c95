-- order_ids (ours), payment_state; fingerprint: of the payment that Neto refused, null where it did not
update neto.order_pushes set payment_state = %(payment_state)s, payment_fingerprint = %(fingerprint)s
where order_id = any(%(order_ids)s)
