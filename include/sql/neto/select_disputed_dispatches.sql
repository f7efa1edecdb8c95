-- Neto's order ids that a problem stands against, which its update date may have passed by.
-- store
select distinct details ->> 'neto_order_id'
from bigcommerce.item_problems
where store_code = %(store)s and flow = 'neto' and resolved_at is null
    and (code = 'neto_unmatched_dispatch' or code = 'neto_unreadable_order' and item_key = details ->> 'neto_order_id')
    and details ->> 'neto_order_id' <> ''
