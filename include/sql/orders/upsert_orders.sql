-- Receives orders, or brings what BigCommerce owns of them up to date. `status` and `accepted_at` belong to the back
-- office from the first insert on. A name once mapped stays as long as BigCommerce's own name does.
-- orders: json array, one object an order, keys as the columns. Returns order_id, bigcommerce_order_id.
insert into backoffice.orders as old
(
    store_code, bigcommerce_order_id, status, bigcommerce_status_id, bigcommerce_status, payment_status, channel_id,
    currency, currency_exchange_rate, subtotal_inc_tax, subtotal_ex_tax, shipping_inc_tax, shipping_ex_tax,
    handling_inc_tax, handling_ex_tax, wrapping_inc_tax, wrapping_ex_tax, fees_inc_tax, fees_ex_tax,
    discount_amount, coupon_discount, store_credit_amount, gift_certificate_amount, refunded_amount, total_tax,
    total_inc_tax, total_ex_tax, customer_id, customer_email, bigcommerce_payment_method, payment_method,
    customer_message, staff_notes, billing_address, placed_at, modified_at, received_at, cancelled_at, needs_attention
)
select
    %(store)s, bigcommerce_order_id, status, bigcommerce_status_id, bigcommerce_status, payment_status, channel_id,
    currency, currency_exchange_rate, subtotal_inc_tax, subtotal_ex_tax, shipping_inc_tax, shipping_ex_tax,
    handling_inc_tax, handling_ex_tax, wrapping_inc_tax, wrapping_ex_tax, fees_inc_tax, fees_ex_tax,
    discount_amount, coupon_discount, store_credit_amount, gift_certificate_amount, refunded_amount, total_tax,
    total_inc_tax, total_ex_tax, customer_id, customer_email, bigcommerce_payment_method, payment_method,
    customer_message, staff_notes, billing_address, placed_at, modified_at, clock_timestamp(),
    case when is_cancelled then modified_at end, needs_attention
from jsonb_to_recordset(%(orders)s) as o (
    bigcommerce_order_id bigint, status text, bigcommerce_status_id int, bigcommerce_status text,
    payment_status text, channel_id int, currency text, currency_exchange_rate numeric,
    subtotal_inc_tax numeric, subtotal_ex_tax numeric, shipping_inc_tax numeric, shipping_ex_tax numeric,
    handling_inc_tax numeric, handling_ex_tax numeric, wrapping_inc_tax numeric, wrapping_ex_tax numeric,
    fees_inc_tax numeric, fees_ex_tax numeric, discount_amount numeric, coupon_discount numeric,
    store_credit_amount numeric, gift_certificate_amount numeric, refunded_amount numeric, total_tax numeric,
    total_inc_tax numeric, total_ex_tax numeric, customer_id bigint, customer_email text,
    bigcommerce_payment_method text, payment_method text, customer_message text, staff_notes text,
    billing_address jsonb, placed_at timestamptz, modified_at timestamptz, is_cancelled boolean,
    needs_attention boolean
)
order by bigcommerce_order_id
on conflict (store_code, bigcommerce_order_id) do update set
    bigcommerce_status_id = excluded.bigcommerce_status_id, bigcommerce_status = excluded.bigcommerce_status,
    payment_status = excluded.payment_status, channel_id = excluded.channel_id, currency = excluded.currency,
    currency_exchange_rate = excluded.currency_exchange_rate,
    subtotal_inc_tax = excluded.subtotal_inc_tax, subtotal_ex_tax = excluded.subtotal_ex_tax,
    shipping_inc_tax = excluded.shipping_inc_tax, shipping_ex_tax = excluded.shipping_ex_tax,
    handling_inc_tax = excluded.handling_inc_tax, handling_ex_tax = excluded.handling_ex_tax,
    wrapping_inc_tax = excluded.wrapping_inc_tax, wrapping_ex_tax = excluded.wrapping_ex_tax,
    fees_inc_tax = excluded.fees_inc_tax, fees_ex_tax = excluded.fees_ex_tax,
    discount_amount = excluded.discount_amount, coupon_discount = excluded.coupon_discount,
    store_credit_amount = excluded.store_credit_amount,
    gift_certificate_amount = excluded.gift_certificate_amount, refunded_amount = excluded.refunded_amount,
    total_tax = excluded.total_tax, total_inc_tax = excluded.total_inc_tax, total_ex_tax = excluded.total_ex_tax,
    customer_id = excluded.customer_id, customer_email = excluded.customer_email,
    bigcommerce_payment_method = excluded.bigcommerce_payment_method,
    payment_method = case
        when old.bigcommerce_payment_method is not distinct from excluded.bigcommerce_payment_method
            then coalesce(old.payment_method, excluded.payment_method)
        else excluded.payment_method
    end,
    customer_message = excluded.customer_message, staff_notes = excluded.staff_notes,
    billing_address = excluded.billing_address, placed_at = excluded.placed_at, modified_at = excluded.modified_at,
    -- A cancellation that is taken back is none: the back office must not leave the order out.
    cancelled_at = case when excluded.cancelled_at is not null then coalesce(old.cancelled_at, excluded.cancelled_at) end,
    needs_attention = old.needs_attention or excluded.needs_attention
returning order_id, bigcommerce_order_id
