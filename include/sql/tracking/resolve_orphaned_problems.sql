-- Closes what stands against consignments that are gone, or that were cancelled before anything was sent; but not that
-- they went after BigCommerce was told.
-- store
update bigcommerce.item_problems as p set resolved_at = now()
where p.store_code = %(store)s and p.flow = 'tracking' and p.resolved_at is null
    and not exists (
        select from backoffice.consignments as c
        join backoffice.orders as o on o.order_id = c.order_id
        where c.consignment_id = p.item_key and o.store_code = p.store_code and not c.is_cancelled
    )
    and (
        p.code <> 'consignment_changed_after_export'
        and not exists (select from backoffice.consignments as c where c.consignment_id = p.item_key)
        or not exists (
            select from bigcommerce.shipment_exports as x
            where x.store_code = p.store_code and x.consignment_id = p.item_key and x.state <> 'refused'
        )
    )
