-- SKUs of orders that Neto accepted after it was last asked for their stock. It need not say that an order changes an item.
-- since: every stock was counted after it
select distinct l.sku
from backoffice.orders o
join backoffice.order_lines l using (order_id)
join backoffice.stock s on s.sku = l.sku
where o.accepted_at > %(since)s and s.counted_at < o.accepted_at
order by l.sku
