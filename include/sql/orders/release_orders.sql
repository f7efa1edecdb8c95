-- Orders with nothing left open leave On Hold and need no attention any more. order_ids: those a problem closed of.
-- An On Hold without a missing name behind it is the back office's own.
update backoffice.orders o set
    status = case
        when o.status = 'On Hold' and exists (
            select from bigcommerce.item_problems p
            where p.store_code = o.store_code and p.flow = 'orders' and p.item_key = o.bigcommerce_order_id::text
                and p.code in ('unmapped_payment_method', 'unmapped_shipping_method')
        )
            then s.received_order_status
        else o.status
    end,
    needs_attention = false
from bigcommerce.stores s
where o.store_code = %(store)s and s.store_code = o.store_code and o.order_id = any(%(order_ids)s)
    and not exists (
        select from bigcommerce.item_problems p
        where p.store_code = o.store_code and p.flow = 'orders' and p.resolved_at is null
            and p.item_key = o.bigcommerce_order_id::text
    )
    and not exists (
        select from backoffice.order_changes c
        where c.order_id = o.order_id and c.acknowledged_at is null and c.kind <> 'status'
    )
