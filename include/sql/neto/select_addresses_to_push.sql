-- The delivery addresses of these orders (ours) that lines with units go to; where no line says, all of them.
select a.*
from backoffice.order_shipping_addresses a
where a.order_id = any(%(order_ids)s)
    and (
        exists (
            select from backoffice.order_lines l
            where l.order_id = a.order_id and l.shipping_address_no = a.shipping_address_no and l.quantity > 0
        )
        or not exists (
            select from backoffice.order_lines l
            where l.order_id = a.order_id and l.shipping_address_no is not null and l.quantity > 0
        )
    )
order by a.order_id, a.shipping_address_no
