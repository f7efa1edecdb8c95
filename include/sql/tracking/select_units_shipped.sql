-- Units that our own accepted shipments took, per order line of BigCommerce's.
-- store, order_ids (BigCommerce's)
select x.bigcommerce_order_id as order_id, (i ->> 'order_product_id')::bigint, sum((i ->> 'quantity')::int)::int
from bigcommerce.shipment_exports as x
cross join jsonb_array_elements(x.request -> 'items') as i
where x.store_code = %(store)s and x.state = 'accepted' and x.bigcommerce_order_id = any(%(order_ids)s)
    and jsonb_typeof(x.request -> 'items') = 'array'
group by 1, 2
