-- State and country stay: tax depends on them.
update backoffice.orders o set
    customer_id = null, customer_email = null, customer_message = null, staff_notes = null,
    billing_address = jsonb_build_object(
        'state', o.billing_address -> 'state', 'country_iso2', o.billing_address -> 'country_iso2'
    )
from orders_of_person p
where o.store_code = p.store_code and o.bigcommerce_order_id = p.bigcommerce_order_id
