-- A page of the open problems of one code, the oldest first.
-- store, flow, code, limit; after: the problem_id that the page begins after, null: none
-- order_id: BigCommerce's, of a consignment.
select
    p.problem_id, p.item_key, p.message, p.details, p.first_seen_at, p.last_seen_at, p.dag_run_id,
    case p.flow when 'tracking' then (
        select o.bigcommerce_order_id from backoffice.consignments c
        join backoffice.orders o on o.order_id = c.order_id
        where c.consignment_id = p.item_key and o.store_code = p.store_code
    ) end as order_id
from bigcommerce.item_problems p
where p.store_code = %(store)s and p.flow = %(flow)s and p.code = %(code)s and p.resolved_at is null
    and (
        %(after)s::bigint is null
        or (p.first_seen_at, p.problem_id) > (
            select a.first_seen_at, a.problem_id from bigcommerce.item_problems a where a.problem_id = %(after)s
        )
    )
order by p.first_seen_at, p.problem_id
limit %(limit)s
