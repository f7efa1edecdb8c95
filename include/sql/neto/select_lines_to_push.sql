-- The lines with units of these orders (ours).
select
    order_id, bigcommerce_order_product_id, sku, name, quantity, quantity_refunded, options,
    coalesce(unit_price_inc_tax, 0) as unit_price_inc_tax,
    coalesce(total_inc_tax, 0) as total_inc_tax,
    coalesce(total_ex_tax, 0) as total_ex_tax,
    coalesce(discounted_total_inc_tax, total_inc_tax, 0) as discounted_total_inc_tax
from backoffice.order_lines
where order_id = any(%(order_ids)s) and quantity > 0
order by order_id, line_no
