-- What received orders look like before BigCommerce's newest word on them. Grain: one row an order.
-- store, order_ids (BigCommerce's). Money as text, so that no digit is lost; addresses: only those that lines go to.
select
    o.bigcommerce_order_id,
    o.order_id,
    o.bigcommerce_status_id as status_id,
    jsonb_build_object(
        'amount', coalesce(o.refunded_amount, 0)::text,
        'units', coalesce(lines.refunded, '{}')
    ) as refunded,
    coalesce(lines.lines, '{}') as lines,
    jsonb_build_object('0', jsonb_build_object(
        'first_name', nullif(o.billing_address ->> 'first_name', ''),
        'last_name', nullif(o.billing_address ->> 'last_name', ''),
        'company', nullif(o.billing_address ->> 'company', ''),
        'street_1', nullif(o.billing_address ->> 'street_1', ''),
        'street_2', nullif(o.billing_address ->> 'street_2', ''),
        'city', nullif(o.billing_address ->> 'city', ''),
        'state', nullif(o.billing_address ->> 'state', ''),
        'postcode', nullif(o.billing_address ->> 'zip', ''),
        'country_code', nullif(o.billing_address ->> 'country_iso2', ''),
        'phone', nullif(o.billing_address ->> 'phone', ''),
        'email', nullif(o.billing_address ->> 'email', '')
    )) || coalesce(addresses.addresses, '{}') as addresses,
    jsonb_build_object(
        'subtotal_inc_tax', o.subtotal_inc_tax::text, 'subtotal_ex_tax', o.subtotal_ex_tax::text,
        'shipping_inc_tax', o.shipping_inc_tax::text, 'shipping_ex_tax', o.shipping_ex_tax::text,
        'handling_inc_tax', o.handling_inc_tax::text, 'handling_ex_tax', o.handling_ex_tax::text,
        'wrapping_inc_tax', o.wrapping_inc_tax::text, 'wrapping_ex_tax', o.wrapping_ex_tax::text,
        'fees_inc_tax', o.fees_inc_tax::text, 'fees_ex_tax', o.fees_ex_tax::text,
        'discount_amount', o.discount_amount::text, 'coupon_discount', o.coupon_discount::text,
        'store_credit_amount', o.store_credit_amount::text,
        'gift_certificate_amount', o.gift_certificate_amount::text,
        'total_tax', o.total_tax::text, 'total_inc_tax', o.total_inc_tax::text, 'total_ex_tax', o.total_ex_tax::text
    ) as totals
from backoffice.orders o
cross join lateral (
    select
        jsonb_object_agg(l.bigcommerce_order_product_id, l.quantity_refunded)
            filter (where l.quantity_refunded <> 0) as refunded,
        jsonb_object_agg(l.bigcommerce_order_product_id, jsonb_build_object(
            'sku', l.sku, 'quantity', l.quantity,
            'unit_price_inc_tax', l.unit_price_inc_tax::text, 'unit_price_ex_tax', l.unit_price_ex_tax::text,
            'total_inc_tax', l.total_inc_tax::text, 'total_ex_tax', l.total_ex_tax::text,
            'discounted_total_inc_tax', l.discounted_total_inc_tax::text
        )) filter (where l.quantity <> 0) as lines
    from backoffice.order_lines l
    where l.order_id = o.order_id and l.bigcommerce_order_product_id is not null
) as lines
cross join lateral (
    select jsonb_object_agg(a.bigcommerce_order_address_id, jsonb_build_object(
        'first_name', a.first_name, 'last_name', a.last_name, 'company', a.company, 'street_1', a.street_1,
        'street_2', a.street_2, 'city', a.city, 'state', a.state, 'postcode', a.postcode,
        'country_code', a.country_code, 'phone', a.phone, 'email', a.email,
        'bigcommerce_shipping_method', a.bigcommerce_shipping_method
    )) as addresses
    from backoffice.order_shipping_addresses a
    where a.order_id = o.order_id and a.bigcommerce_order_address_id is not null and exists (
        select from backoffice.order_lines l
        where l.order_id = a.order_id and l.shipping_address_no = a.shipping_address_no and l.quantity <> 0
    )
) as addresses
where o.store_code = %(store)s and o.bigcommerce_order_id = any(%(order_ids)s)
