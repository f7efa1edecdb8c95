-- One order as it is known here: received, landed or both. No row: never seen.
-- store, bigcommerce_order_id
select
    k.bigcommerce_order_id, o.order_id, o.status, o.bigcommerce_status_id, o.payment_status, o.channel_id, o.currency,
    o.currency_exchange_rate, o.subtotal_inc_tax, o.subtotal_ex_tax, o.shipping_inc_tax, o.shipping_ex_tax,
    o.handling_inc_tax, o.handling_ex_tax, o.wrapping_inc_tax, o.wrapping_ex_tax, o.fees_inc_tax, o.fees_ex_tax,
    o.discount_amount, o.coupon_discount, o.store_credit_amount, o.gift_certificate_amount, o.refunded_amount,
    o.total_tax, o.total_inc_tax, o.total_ex_tax, o.customer_id, o.customer_email, o.bigcommerce_payment_method,
    o.payment_method, o.customer_message, o.staff_notes, o.billing_address, o.received_at, o.accepted_at,
    o.cancelled_at, coalesce(o.needs_attention, false) as needs_attention,
    coalesce(o.placed_at, l.placed_at) as placed_at,
    coalesce(o.modified_at, l.modified_at) as modified_at,
    coalesce(o.bigcommerce_status, r.payload ->> 'status') as bigcommerce_status,
    l.outcome, l.payload_hash, r.payload, r.fetched_at
from (select %(bigcommerce_order_id)s::bigint as bigcommerce_order_id) as k
left join backoffice.orders o on o.store_code = %(store)s and o.bigcommerce_order_id = k.bigcommerce_order_id
left join bigcommerce.landed_orders l on l.store_code = %(store)s and l.bigcommerce_order_id = k.bigcommerce_order_id
left join bigcommerce.raw_orders r
    on r.store_code = l.store_code and r.bigcommerce_order_id = l.bigcommerce_order_id
    and r.payload_hash = l.payload_hash
where o.order_id is not null or l.bigcommerce_order_id is not null
