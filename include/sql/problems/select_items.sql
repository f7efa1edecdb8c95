-- What a run is asked for, to look at open problems of one code again: SKUs, or BigCommerce's order ids as text.
-- is_approval: it is about a SKU's approval at Neto; a SKU may look like an order's number.
-- store, flow, code, limit; problem_ids: only these, null: all
select distinct
    case p.flow when 'tracking' then o.bigcommerce_order_id::text else p.item_key end as key,
    p.details ? 'is_approved' as is_approval
from bigcommerce.item_problems p
left join backoffice.consignments c on p.flow = 'tracking' and c.consignment_id = p.item_key
left join backoffice.orders o on o.order_id = c.order_id and o.store_code = p.store_code
where p.store_code = %(store)s and p.flow = %(flow)s and p.code = %(code)s and p.resolved_at is null
    and (%(problem_ids)s::bigint[] is null or p.problem_id = any(%(problem_ids)s))
    and (p.flow <> 'tracking' or o.order_id is not null)
limit %(limit)s
