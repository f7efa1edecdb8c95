-- What BigCommerce's catalogue holds, for the length of a task. Grain: one row a product or variant that has a SKU.
create temporary table catalog_items (
    sku text, product_id bigint, variant_id bigint, is_base_variant boolean, inventory_tracking text,
    price numeric, sale_price numeric, inherits_price boolean
)
