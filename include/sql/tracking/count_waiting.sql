-- Consignments that would be sent if the store's switch were on.
-- store; blanks: characters that an empty number may consist of
select count(*)
from backoffice.orders as o
join bigcommerce.stores as s on s.store_code = o.store_code
join backoffice.consignments as c on c.order_id = o.order_id
where o.store_code = %(store)s
    and not c.is_cancelled
    and coalesce(coalesce(c.dispatched_at, now()) >= s.setup_completed_at, true)
    and coalesce(c.dispatched_at <= now(), true)
    and (s.ship_without_tracking_number or btrim(coalesce(c.tracking_number, ''), %(blanks)s) <> '')
    and not exists (
        select from bigcommerce.shipment_exports as x
        where x.consignment_id = c.consignment_id
            and (x.state = 'accepted' or x.state = 'intended' and x.store_code <> o.store_code)
    )
