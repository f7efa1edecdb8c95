-- One row, where the name has none that maps it already. store; kind: payment or shipping; bigcommerce_name,
-- backoffice_name
with payment as (
    insert into bigcommerce.payment_method_map as m (store_code, bigcommerce_name, backoffice_name)
    select %(store)s, %(bigcommerce_name)s, %(backoffice_name)s where %(kind)s = 'payment'
    on conflict (store_code, bigcommerce_name) do update set backoffice_name = excluded.backoffice_name
        where coalesce(m.backoffice_name, '') = ''
    returning 1
),
shipping as (
    insert into bigcommerce.shipping_method_map as m (store_code, bigcommerce_name, backoffice_name)
    select %(store)s, %(bigcommerce_name)s, %(backoffice_name)s where %(kind)s = 'shipping'
    on conflict (store_code, bigcommerce_name) do update set backoffice_name = excluded.backoffice_name
        where coalesce(m.backoffice_name, '') = ''
    returning 1
)
select * from payment union all select * from shipping
