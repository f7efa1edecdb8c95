-- What was imported of these orders of Neto's before. names: Neto's order ids
select
    c.consignment_id, c.order_id, coalesce(c.shipping_service, '') as shipping_service,
    coalesce(c.tracking_number, '') as tracking_number, coalesce(c.tracking_url, '') as tracking_url,
    c.dispatched_at, c.is_cancelled,
    (
        select coalesce(jsonb_object_agg(l.line_no, l.quantity), '{}')
        from backoffice.consignment_lines l where l.consignment_id = c.consignment_id
    ) as lines
from backoffice.consignments c
where c.consignment_id like 'neto:%%' and split_part(c.consignment_id, ':', 2) = any(%(names)s)
