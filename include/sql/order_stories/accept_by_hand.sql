-- An order that Neto was not sent and that a person has entered there: from here on it counts as accepted.
-- order_id: ours
update backoffice.orders o set accepted_at = now()
where o.order_id = %(order_id)s and o.accepted_at is null and o.cancelled_at is null
    and not exists (
        select from neto.order_pushes p where p.order_id = o.order_id and p.state in ('intended', 'accepted')
    )
