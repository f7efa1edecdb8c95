-- What is on hand at the store's location, as BigCommerce holds it. Grain: one row an inventory item.
create temporary table if not exists stock_readings (product_id bigint, variant_id bigint, quantity bigint)
