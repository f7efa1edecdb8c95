-- order_id: ours
select
    shipping_address_no, bigcommerce_order_address_id, bigcommerce_shipping_method, shipping_service, cost_inc_tax,
    cost_ex_tax, first_name, last_name, company, street_1, street_2, city, state, postcode, country_code, phone, email
from backoffice.order_shipping_addresses where order_id = %(order_id)s
order by shipping_address_no
