-- SKUs that the back office does not know and that a person closed for these orders.
-- store, order_ids (BigCommerce's). Grain: one row an order and closed problem; skus: a json array.
select p.item_key, p.details -> 'skus'
from bigcommerce.item_problems p
where p.store_code = %(store)s and p.flow = 'orders' and p.item_key = any(%(order_ids)s::bigint[]::text[])
    and p.code = 'sku_not_in_back_office' and p.resolved_by is not null and p.details ? 'skus'
