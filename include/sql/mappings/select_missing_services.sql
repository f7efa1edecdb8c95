-- Shipping services of consignments that no row of carrier_map covers, the most used first. Of each service the newest
-- consignments are counted, up to `most`; is_more: there are others. store, most
with recursive service as (
    (select shipping_service as name from backoffice.consignments where shipping_service > '' order by 1 limit 1)
    union all
    -- One step in the index for each service, however many consignments there are.
    select (
        select c.shipping_service from backoffice.consignments c
        where c.shipping_service > s.name order by c.shipping_service limit 1
    )
    from service s where s.name is not null
),
missing as materialized (
    select s.name from service s
    where s.name is not null and not exists (select from bigcommerce.carrier_row(%(store)s, s.name))
)
select m.name, n.consignments, n.is_more
from missing m
cross join lateral (
    select count(*) filter (where whose.store_code = %(store)s) as consignments, count(*) >= %(most)s as is_more
    from (
        -- Looked up one by one: joined, all orders were read for a few.
        select (select o.store_code from backoffice.orders o where o.order_id = newest.order_id) as store_code
        from bigcommerce.newest_orders_of_service(m.name, %(most)s) as newest (order_id)
        offset 0
    ) as whose
) as n
where n.consignments > 0
order by n.consignments desc, m.name
