-- A line that BigCommerce no longer has stays, with quantity and money 0, so that its number is never reused.
-- order_ids: ours; kept: json array of {order_id, bigcommerce_order_product_id}
update backoffice.order_lines l set
    quantity = 0, quantity_refunded = 0, unit_price_inc_tax = 0, unit_price_ex_tax = 0,
    total_inc_tax = 0, total_ex_tax = 0, total_tax = 0, discounted_total_inc_tax = 0
where l.order_id = any(%(order_ids)s)
    and not exists (
        select from jsonb_to_recordset(%(lines)s) as k (order_id bigint, bigcommerce_order_product_id bigint)
        where k.order_id = l.order_id and k.bigcommerce_order_product_id = l.bigcommerce_order_product_id
    )
