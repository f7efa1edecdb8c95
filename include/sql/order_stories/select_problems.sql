-- Problems of an order, also at Neto, and of its consignments, open and closed. A SKU's problem at Neto says whether it
-- is approved.
-- store; item_key: BigCommerce's order id; consignment_ids
select problem_id, flow, item_key, code, message, details, first_seen_at, last_seen_at, dag_run_id, resolved_at, resolved_by
from bigcommerce.item_problems
where store_code = %(store)s
    and (
        flow = 'orders' and item_key = %(item_key)s
        or flow = 'tracking' and item_key = any(%(consignment_ids)s)
        or flow = 'neto' and item_key = %(item_key)s and code in (
            'neto_rejected', 'neto_unknown_sku', 'neto_total_differs', 'neto_note_rejected', 'neto_unreadable_order',
            'neto_unmatched_dispatch'
        )
        and not details ? 'is_approved'
    )
order by first_seen_at, problem_id
