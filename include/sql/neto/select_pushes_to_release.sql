-- Held orders that have their names now and have left On Hold here, from `after` on.
-- store, after, limit; order_ids: BigCommerce's (null: all)
-- is_for_a_person: it was held for more than its names.
select
    o.order_id, o.bigcommerce_order_id, p.neto_order_id, o.status, o.payment_method,
    (
        select string_agg(distinct a.shipping_service, ', ')
        from backoffice.order_shipping_addresses a where a.order_id = o.order_id
    ) as shipping_services,
    exists (select from backoffice.order_lines l where l.order_id = o.order_id and l.quantity_refunded > 0)
    or (
        select count(distinct l.shipping_address_no) from backoffice.order_lines l
        where l.order_id = o.order_id and l.quantity > 0
    ) > 1 as is_for_a_person
from neto.order_pushes p
join backoffice.orders o using (order_id)
where o.store_code = %(store)s and p.state = 'accepted' and p.is_held and o.order_id > %(after)s
    and (%(order_ids)s::bigint[] is null or o.bigcommerce_order_id = any(%(order_ids)s::bigint[]))
    and o.cancelled_at is null and o.status <> 'On Hold'
    and (o.payment_method is not null or coalesce(o.bigcommerce_payment_method, '') = '')
    and not exists (
        select from backoffice.order_shipping_addresses a
        where a.order_id = o.order_id and a.bigcommerce_shipping_method <> '' and a.shipping_service is null
    )
    and not exists (
        select from bigcommerce.item_problems i
        where i.store_code = o.store_code and i.flow = 'orders' and i.item_key = o.bigcommerce_order_id::text
            and i.code in ('unmapped_payment_method', 'unmapped_shipping_method') and i.resolved_at is null
    )
order by o.order_id
limit %(limit)s
