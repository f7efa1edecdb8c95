-- A page of the price changes that people decided on, the latest first, those included that another change has taken the
-- place of.
-- store, limit; after_at, after_target, after_sku: the row that the page begins after, null: none
select
    target, sku, old, new, round((new - old) * 100 / nullif(old, 0), 2) as percent, state, decided_by, decided_at,
    is_replaced
from (
    (
        select target, sku, old, new, state, decided_by, decided_at, false as is_replaced
        from bigcommerce.guarded_prices
        where store_code = %(store)s and state <> 'waiting' and decided_at is not null
            and (
                %(after_at)s::timestamptz is null
                or (decided_at, target, sku) < (%(after_at)s, %(after_target)s, %(after_sku)s)
            )
        order by decided_at desc, target desc, sku desc
        limit %(limit)s
    )
    union all
    (
        select target, sku, old, new, state, decided_by, decided_at, true
        from bigcommerce.guarded_price_history
        where store_code = %(store)s
            and (
                %(after_at)s::timestamptz is null
                or (decided_at, target, sku) < (%(after_at)s, %(after_target)s, %(after_sku)s)
            )
        order by decided_at desc, target desc, sku desc
        limit %(limit)s
    )
) decided
order by decided_at desc, target desc, sku desc
limit %(limit)s
