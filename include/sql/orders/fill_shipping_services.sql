-- The same for delivery addresses. Returns the orders touched.
update backoffice.order_shipping_addresses a set shipping_service = coalesce(
    (
        select nullif(m.backoffice_name, '') from bigcommerce.shipping_method_map m
        where m.store_code = o.store_code and m.bigcommerce_name = a.bigcommerce_shipping_method
    ),
    s.default_shipping_service
)
from backoffice.orders o
join bigcommerce.stores s using (store_code)
where o.store_code = %(store)s and a.order_id = o.order_id
    and a.shipping_service is null and a.bigcommerce_shipping_method <> ''
    and (
        s.default_shipping_service is not null
        or exists (
            select from bigcommerce.shipping_method_map m
            where m.store_code = o.store_code and m.bigcommerce_name = a.bigcommerce_shipping_method
                and m.backoffice_name <> ''
        )
    )
returning a.order_id
