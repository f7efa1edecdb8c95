-- The panel's first page says that there are some; they belong to no store.
create index consignments_without_order on backoffice.consignments (consignment_id)
where order_id is null and not is_cancelled;
