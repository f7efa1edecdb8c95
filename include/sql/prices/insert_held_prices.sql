-- A variant that inherits its product's price has none of its own.
insert into held_prices (product_id, variant_id, price, sale_price)
select product_id, coalesce(variant_id, 0), case when not inherits_price then price end, sale_price
from catalog_items
