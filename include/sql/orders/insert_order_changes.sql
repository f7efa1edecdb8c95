-- What BigCommerce changed after receipt; all but a mere move of status wants a person's eye.
-- changes: json array of {order_id (ours), kind, details}
with changed as (
    insert into backoffice.order_changes (order_id, kind, details)
    select order_id, kind, details
    from jsonb_to_recordset(%(changes)s) as c (order_id bigint, kind text, details jsonb)
    returning order_id, kind
)
update backoffice.orders o set needs_attention = true
where not o.needs_attention and o.order_id in (select order_id from changed where kind <> 'status')
