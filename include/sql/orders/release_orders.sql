-- Orders that needed attention and have nothing left open: no problem, and no change but acknowledged ones.
-- An On Hold without a missing name behind it is the back office's own, and so is an attention we never asked for.
-- One with a missing name stays, though a person closed its problem: only a name lets it go.
-- store, order_ids (BigCommerce's; null: all). Returns the orders released (ours).
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
where o.store_code = %(store)s and s.store_code = o.store_code and o.needs_attention
    and (%(order_ids)s::bigint[] is null or o.bigcommerce_order_id = any(%(order_ids)s::bigint[]))
    and (
        exists (
            select from bigcommerce.item_problems p
            where p.store_code = o.store_code and p.flow = 'orders' and p.item_key = o.bigcommerce_order_id::text
        )
        or exists (select from backoffice.order_changes c where c.order_id = o.order_id)
    )
    and not exists (
        select from bigcommerce.item_problems p
        where p.store_code = o.store_code and p.flow = 'orders' and p.item_key = o.bigcommerce_order_id::text
            -- That an order was found missing says nothing against it now.
            and p.resolved_at is null and p.code <> 'order_was_missing'
    )
    and not exists (
        select from backoffice.order_changes c
        where c.order_id = o.order_id and c.acknowledged_at is null and c.kind <> 'status'
    )
    and not (
        o.status = 'On Hold'
        and (
            (coalesce(o.bigcommerce_payment_method, '') <> '' and o.payment_method is null)
            or exists (
                select from backoffice.order_shipping_addresses a
                where a.order_id = o.order_id and a.bigcommerce_shipping_method <> '' and a.shipping_service is null
            )
        )
    )
returning o.order_id
