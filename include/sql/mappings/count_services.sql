-- Shipping services of the back office: how many consignments of orders placed since then name each, and whether it is
-- mapped, exactly or by a pattern, as select_consignments looks it up. known: also those that no consignment names.
select
    s.name, sum(s.consignments)::int as consignments,
    exists (
        select from bigcommerce.carrier_map m
        where m.store_code = %(store)s and case
            when m.match_kind = 'exact' then m.shipping_service = s.name
            when m.shipping_service ~ '(^|[^\\])(\\\\)*\\$' then false
            else s.name like m.shipping_service
        end
    ) as is_mapped
from (
    select c.shipping_service as name, count(*) as consignments
    from backoffice.orders o
    -- Consignment by consignment of these orders, not every one there is.
    cross join lateral (select * from backoffice.consignments c where c.order_id = o.order_id offset 0) as c
    where o.store_code = %(store)s and o.placed_at >= %(since)s and not c.is_cancelled and c.shipping_service <> ''
    group by c.shipping_service
    union all
    select k.name, 0 from unnest(%(known)s::text[]) as k (name) where k.name <> ''
) as s
group by s.name
order by consignments desc, s.name
