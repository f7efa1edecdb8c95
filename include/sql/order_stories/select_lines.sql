-- order_id: ours
select
    line_no, bigcommerce_order_product_id, shipping_address_no, sku, name, quantity, quantity_refunded,
    unit_price_inc_tax, unit_price_ex_tax, total_inc_tax, total_ex_tax, total_tax, discounted_total_inc_tax, options
from backoffice.order_lines where order_id = %(order_id)s
order by line_no
