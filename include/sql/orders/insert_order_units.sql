-- units: json array of {bigcommerce_order_id, sku, quantity, quantity_refunded}
insert into bigcommerce.order_units (store_code, bigcommerce_order_id, sku, quantity, quantity_refunded)
select %(store)s, u.bigcommerce_order_id, u.sku, u.quantity, u.quantity_refunded
from jsonb_to_recordset(%(units)s)
    as u (bigcommerce_order_id bigint, sku text, quantity int, quantity_refunded int)
on conflict (store_code, bigcommerce_order_id, sku) do update set
    quantity = excluded.quantity, quantity_refunded = excluded.quantity_refunded
