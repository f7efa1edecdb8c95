-- Numbers new lines after those the order has; a number is never reused.
-- lines: json array of {order_id, bigcommerce_order_product_id, order_address_id, …}
with incoming as (
    select *
    from jsonb_to_recordset(%(lines)s) as l (
        order_id bigint, bigcommerce_order_product_id bigint, order_address_id bigint, sku text, name text,
        quantity int, quantity_refunded int, unit_price_inc_tax numeric, unit_price_ex_tax numeric,
        total_inc_tax numeric, total_ex_tax numeric, total_tax numeric, discounted_total_inc_tax numeric,
        options jsonb
    )
),
numbered as (
    select
        i.*,
        a.shipping_address_no,
        coalesce(
            o.line_no,
            (select coalesce(max(m.line_no), 0) from backoffice.order_lines m where m.order_id = i.order_id)
            + row_number() over (
                partition by i.order_id, o.order_id is null order by i.bigcommerce_order_product_id
            )
        ) as line_no
    from incoming i
    left join backoffice.order_lines o using (order_id, bigcommerce_order_product_id)
    left join backoffice.order_shipping_addresses a
        on a.order_id = i.order_id and a.bigcommerce_order_address_id = i.order_address_id
)
insert into backoffice.order_lines
(
    order_id, line_no, bigcommerce_order_product_id, shipping_address_no, sku, name, quantity, quantity_refunded,
    unit_price_inc_tax, unit_price_ex_tax, total_inc_tax, total_ex_tax, total_tax, discounted_total_inc_tax, options
)
select
    order_id, line_no, bigcommerce_order_product_id, shipping_address_no, sku, name, quantity, quantity_refunded,
    unit_price_inc_tax, unit_price_ex_tax, total_inc_tax, total_ex_tax, total_tax, discounted_total_inc_tax, options
from numbered
on conflict (order_id, line_no) do update set
    shipping_address_no = excluded.shipping_address_no, sku = excluded.sku, name = excluded.name,
    quantity = excluded.quantity, quantity_refunded = excluded.quantity_refunded,
    unit_price_inc_tax = excluded.unit_price_inc_tax, unit_price_ex_tax = excluded.unit_price_ex_tax,
    total_inc_tax = excluded.total_inc_tax, total_ex_tax = excluded.total_ex_tax, total_tax = excluded.total_tax,
    discounted_total_inc_tax = excluded.discounted_total_inc_tax, options = excluded.options
