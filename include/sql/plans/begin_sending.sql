-- A batch for one target is on its way. A sale price of an earlier sending without an answer may still be there.
insert into bigcommerce.sendings as d (store_code, flow, target, sku, has_sale_price)
select %(store)s, %(flow)s, %(target)s, sku, has_sale_price
from unnest(%(skus)s::text[], %(have_sale_prices)s::boolean[]) as batch (sku, has_sale_price)
on conflict (store_code, flow, target, sku) do update set
    has_sale_price = d.has_sale_price or excluded.has_sale_price, began_at = excluded.began_at
