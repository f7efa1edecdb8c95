-- Means that an edited order no longer has. payments: json array of {order_id, payment_no}; order_ids: ours
delete from backoffice.order_payments p
where p.order_id = any(%(order_ids)s)
    and not exists (
        select from jsonb_to_recordset(%(payments)s) as k (order_id bigint, payment_no int)
        where k.order_id = p.order_id and k.payment_no = p.payment_no
    )
