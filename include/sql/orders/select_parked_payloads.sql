-- Newest payloads of the orders that wait for a mapping. Grain: one row an order.
select r.payload, l.payload_hash
from bigcommerce.landed_orders l
join bigcommerce.raw_orders r using (store_code, bigcommerce_order_id, payload_hash)
where l.store_code = %(store)s and l.outcome = 'parked'
order by l.bigcommerce_order_id
