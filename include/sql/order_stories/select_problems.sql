-- Problems of an order and of its consignments, open and closed.
-- store; item_key: BigCommerce's order id; consignment_ids
select problem_id, flow, item_key, code, message, details, first_seen_at, last_seen_at, dag_run_id, resolved_at
from bigcommerce.item_problems
where store_code = %(store)s
    and (flow = 'orders' and item_key = %(item_key)s or flow = 'tracking' and item_key = any(%(consignment_ids)s))
order by first_seen_at, problem_id
