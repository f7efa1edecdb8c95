-- A page of the price changes that wait.
-- store, limit; after_sku, after_target: the row that the page begins after, null: none
select target, sku, old, new, round((new - old) * 100 / nullif(old, 0), 2) as percent
from bigcommerce.guarded_prices
where store_code = %(store)s and state = 'waiting'
    and (%(after_sku)s::text is null or (sku, target) > (%(after_sku)s, %(after_target)s))
order by sku, target
limit %(limit)s
