update backoffice.order_shipping_addresses a set
    first_name = null, last_name = null, company = null, street_1 = null, street_2 = null, city = null,
    postcode = null, phone = null, email = null
from orders_of_person p
join backoffice.orders o using (store_code, bigcommerce_order_id)
where a.order_id = o.order_id
