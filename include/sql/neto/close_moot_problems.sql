-- Closes what stood against orders that Neto is not to get any more, or that somebody else accepted.
-- store
update bigcommerce.item_problems i set resolved_at = now()
where i.store_code = %(store)s and i.flow = 'neto' and i.resolved_at is null
    and i.code in ('neto_rejected', 'neto_unknown_sku')
    -- A SKU's, which may look like an order's number.
    and not i.details ? 'is_approved'
    and i.item_key ~ '^[0-9]{1,18}$'
    and exists (
        select from backoffice.orders o
        left join neto.order_pushes p using (order_id)
        where o.store_code = i.store_code and o.bigcommerce_order_id::text = i.item_key
            and p.state is distinct from 'accepted'
            and (o.cancelled_at is not null or o.accepted_at is not null)
    )
