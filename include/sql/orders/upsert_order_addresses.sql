-- Numbers new addresses after those the order has; a number is never reused. An address that BigCommerce no longer
-- has keeps its row without a method: nothing ships there, so no name is waited for.
-- addresses: json array of {order_id, bigcommerce_order_address_id, …}
with incoming as (
    select *
    from jsonb_to_recordset(%(addresses)s) as a (
        order_id bigint, bigcommerce_order_address_id bigint, bigcommerce_shipping_method text, shipping_service text,
        cost_inc_tax numeric, cost_ex_tax numeric, first_name text, last_name text, company text, street_1 text,
        street_2 text, city text, state text, postcode text, country_code text, phone text, email text
    )
),
gone as (
    update backoffice.order_shipping_addresses g set bigcommerce_shipping_method = null
    where g.order_id in (select i.order_id from incoming i)
        and not exists (
            select from incoming i
            where i.order_id = g.order_id and i.bigcommerce_order_address_id = g.bigcommerce_order_address_id
        )
        and g.bigcommerce_shipping_method is not null
),
numbered as (
    select
        i.*,
        coalesce(
            o.shipping_address_no,
            (
                select coalesce(max(m.shipping_address_no), 0)
                from backoffice.order_shipping_addresses m
                where m.order_id = i.order_id
            )
            + row_number() over (
                partition by i.order_id, o.order_id is null order by i.bigcommerce_order_address_id
            )
        ) as shipping_address_no
    from incoming i
    left join backoffice.order_shipping_addresses o using (order_id, bigcommerce_order_address_id)
)
insert into backoffice.order_shipping_addresses as old
(
    order_id, shipping_address_no, bigcommerce_order_address_id, bigcommerce_shipping_method, shipping_service,
    cost_inc_tax, cost_ex_tax, first_name, last_name, company, street_1, street_2, city, state, postcode,
    country_code, phone, email
)
select
    order_id, shipping_address_no, bigcommerce_order_address_id, bigcommerce_shipping_method, shipping_service,
    cost_inc_tax, cost_ex_tax, first_name, last_name, company, street_1, street_2, city, state, postcode,
    country_code, phone, email
from numbered
on conflict (order_id, shipping_address_no) do update set
    bigcommerce_shipping_method = excluded.bigcommerce_shipping_method,
    shipping_service = case
        when old.bigcommerce_shipping_method is not distinct from excluded.bigcommerce_shipping_method
            then coalesce(old.shipping_service, excluded.shipping_service)
        else excluded.shipping_service
    end,
    cost_inc_tax = excluded.cost_inc_tax, cost_ex_tax = excluded.cost_ex_tax,
    first_name = excluded.first_name, last_name = excluded.last_name, company = excluded.company,
    street_1 = excluded.street_1, street_2 = excluded.street_2, city = excluded.city, state = excluded.state,
    postcode = excluded.postcode, country_code = excluded.country_code, phone = excluded.phone,
    email = excluded.email
