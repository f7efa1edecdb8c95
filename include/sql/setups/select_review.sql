-- What a store lacks before it goes live.
select
    now() as database_now,
    coalesce((
        select true from bigcommerce.product_approvals a where a.store_code = s.store_code and a.is_approved
        order by a.sku collate "C" limit 1 -- or the whole table is read where a store has none
    ), false) as has_approvals,
    exists (select from backoffice.price_groups g where g.is_default) as has_default_group,
    exists (select from backoffice.price_groups g where g.code = s.price_group)
        or exists (select from backoffice.product_prices p where p.price_group = s.price_group) as has_price_group,
    exists (select from backoffice.product_prices) as has_prices,
    exists (select from backoffice.stock) as has_stock,
    exists (select from backoffice.products) as has_products
from bigcommerce.stores s
where s.store_code = %(store)s
