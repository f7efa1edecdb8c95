-- Orders placed before this moment count as accepted, so that none of them is pushed. The same orders as
-- count_waiting_orders.
update backoffice.orders o set accepted_at = now()
where o.store_code = %(store)s and o.accepted_at is null and o.cancelled_at is null and o.placed_at < %(before)s
    and not exists (select from neto.order_pushes p where p.order_id = o.order_id and p.state = 'intended')
