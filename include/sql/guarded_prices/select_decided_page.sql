-- A page of the price changes that people decided on, the latest first, with those that another change has taken the
-- place of.
-- store, limit; after_at, after_target, after_sku: the row that the page begins after, null: none
select
    d.target, d.sku, d.old, d.new, round((d.new - d.old) * 100 / nullif(d.old, 0), 2) as percent, d.state, d.decided_by,
    d.decided_at,
    d.is_replaced and d.state = 'approved' and not exists (
        select from bigcommerce.price_history h
        where h.store_code = %(store)s and h.target = d.target and h.sku = d.sku and h.sent_at >= d.decided_at
            and h.price = d.new
    ) as was_not_sent
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
) d
order by d.decided_at desc, d.target desc, d.sku desc
limit %(limit)s
