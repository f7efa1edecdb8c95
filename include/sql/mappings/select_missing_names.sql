-- Names that orders wait for, the most wanted first: those that an open problem says, and those of orders on hold whose
-- problem a person closed. parked: so many of the orders are not received until a run looks at them again.
-- store; kind: payment or shipping; code: of the problems
with waiting as (
    select
        case when p.item_key ~ '^[0-9]{1,18}$' then p.item_key::bigint end as bigcommerce_order_id,
        n.name,
        p.first_seen_at as since
    from bigcommerce.item_problems p
    cross join lateral jsonb_array_elements_text(
        case when jsonb_typeof(p.details -> 'names') = 'array' then p.details -> 'names' else '[]' end
    ) as n (name)
    where p.store_code = %(store)s and p.flow = 'orders' and p.code = %(code)s and p.resolved_at is null
    union all
    select o.bigcommerce_order_id, o.bigcommerce_payment_method, o.received_at
    from backoffice.orders o
    where %(kind)s = 'payment' and o.store_code = %(store)s and o.status = 'On Hold'
        and o.payment_method is null and o.bigcommerce_payment_method <> ''
    union all
    select o.bigcommerce_order_id, a.bigcommerce_shipping_method, o.received_at
    from backoffice.orders o
    -- Address by address of these orders: joined, every address was read for a few.
    cross join lateral (
        select * from backoffice.order_shipping_addresses a where a.order_id = o.order_id offset 0
    ) as a
    where %(kind)s = 'shipping' and o.store_code = %(store)s and o.status = 'On Hold'
        and a.shipping_service is null and a.bigcommerce_shipping_method <> ''
),
mapped as (
    select bigcommerce_name from bigcommerce.payment_method_map
    where %(kind)s = 'payment' and store_code = %(store)s and backoffice_name <> ''
    union all
    select bigcommerce_name from bigcommerce.shipping_method_map
    where %(kind)s = 'shipping' and store_code = %(store)s and backoffice_name <> ''
)
select
    w.name, count(distinct w.bigcommerce_order_id) as orders,
    count(distinct w.bigcommerce_order_id) filter (where (
        select l.outcome from bigcommerce.landed_orders l
        where l.store_code = %(store)s and l.bigcommerce_order_id = w.bigcommerce_order_id
    ) = 'parked') as parked,
    min(w.since) as since
from waiting w
where not exists (select from mapped m where m.bigcommerce_name = w.name)
group by w.name
order by orders desc, w.name
limit 200
