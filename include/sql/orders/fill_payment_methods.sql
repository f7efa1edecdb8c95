-- Names that were mapped since, on every received order that lacks them. Exact: case, spaces, unicode form.
with filled as (
    update backoffice.orders o set payment_method = coalesce(
        (
            select nullif(m.backoffice_name, '') from bigcommerce.payment_method_map m
            where m.store_code = o.store_code and m.bigcommerce_name = o.bigcommerce_payment_method
        ),
        s.default_payment_method
    )
    from bigcommerce.stores s
    where o.store_code = %(store)s and s.store_code = o.store_code
        and o.payment_method is null and o.bigcommerce_payment_method <> ''
        and (
            s.default_payment_method is not null
            or exists (
                select from bigcommerce.payment_method_map m
                where m.store_code = o.store_code and m.bigcommerce_name = o.bigcommerce_payment_method
                    and m.backoffice_name <> ''
            )
        )
    returning o.order_id, o.payment_method
),
payments as (
    update backoffice.order_payments p set payment_method = f.payment_method
    from filled f
    where p.order_id = f.order_id and p.kind = 'payment'
)
select order_id from filled
