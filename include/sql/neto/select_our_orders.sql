-- Orders of a store that Neto's orders may be about, with their lines: [line_no, BigCommerce's order product id, SKU,
-- units].
-- store; ids: BigCommerce's; names: Neto's order ids
select
    o.order_id, o.bigcommerce_order_id, p.neto_order_id,
    (
        select jsonb_agg(jsonb_build_array(l.line_no, l.bigcommerce_order_product_id, l.sku, l.quantity) order by l.line_no)
        from backoffice.order_lines l
        where l.order_id = o.order_id and l.quantity > 0
    ) as lines
from backoffice.orders o
left join neto.order_pushes p using (order_id)
where o.store_code = %(store)s
    and o.order_id in (
        select order_id from backoffice.orders
        where store_code = %(store)s and bigcommerce_order_id = any(%(ids)s::bigint[])
        union
        select order_id from neto.order_pushes where neto_order_id = any(%(names)s)
    )
order by o.order_id
