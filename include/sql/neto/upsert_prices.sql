-- The page's prices; returns the SKUs of those that are new or say something new.
insert into backoffice.product_prices as p
    (sku, price_group, price, promotion_price, promotion_starts_at, promotion_ends_at)
select sku, price_group, price, promotion_price, promotion_starts_at, promotion_ends_at
from neto_page_prices
order by sku, price_group
on conflict (sku, price_group) do update set
    price = excluded.price, promotion_price = excluded.promotion_price,
    promotion_starts_at = excluded.promotion_starts_at, promotion_ends_at = excluded.promotion_ends_at,
    updated_at = now()
where (p.price, p.promotion_price, p.promotion_starts_at, p.promotion_ends_at) is distinct from (
    excluded.price, excluded.promotion_price, excluded.promotion_starts_at, excluded.promotion_ends_at
)
returning sku
