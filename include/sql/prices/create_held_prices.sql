-- The own price of each product and variant, as BigCommerce holds it, and of each record of a price list.
-- variant_id: 0 for a product with options itself; product_id: 0 on price lists, which know variants alone.
create temporary table if not exists held_prices (
    target text default 'catalog', product_id bigint, variant_id bigint, price numeric, sale_price numeric
)
