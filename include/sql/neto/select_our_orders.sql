-- Orders that Neto's orders may be about, with their lines: [line_no, BigCommerce's order product id, SKU, units].
-- store; ids: BigCommerce's, of this store; names: Neto's order ids, of whichever store, as another one may have been
-- connected before
select
    o.order_id, o.bigcommerce_order_id, p.neto_order_id, o.store_code = %(store)s as is_of_store,
    (
        select jsonb_agg(jsonb_build_array(l.line_no, l.bigcommerce_order_product_id, l.sku, l.quantity) order by l.line_no)
        from backoffice.order_lines l
        where l.order_id = o.order_id and l.quantity > 0
    ) as lines
from backoffice.orders o
left join neto.order_pushes p using (order_id)
where o.order_id in (
    select order_id from backoffice.orders
    where store_code = %(store)s and bigcommerce_order_id = any(%(ids)s::bigint[])
    union
    select order_id from neto.order_pushes where neto_order_id = any(%(names)s)
)
order by o.order_id
