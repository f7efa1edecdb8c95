-- The own price of each product and variant, as BigCommerce holds it. variant_id: 0 for a product with options itself.
create temporary table if not exists held_prices (
    product_id bigint, variant_id bigint, price numeric, sale_price numeric
)
