-- A page of the prices that a run sent, each with the one it replaced.
-- store, dag_run_id, limit; after: the history_id that the page begins after, null: none
select h.history_id, h.target, h.sku, h.price, h.sale_price, h.sent_at, f.price as old, f.sale_price as old_sale_price
from bigcommerce.price_history h
left join lateral (
    select o.price, o.sale_price from bigcommerce.price_history o
    where o.store_code = h.store_code and o.target = h.target and o.sku = h.sku and o.history_id < h.history_id
    order by o.history_id desc limit 1
) f on true
where h.store_code = %(store)s and h.dag_run_id = %(dag_run_id)s and h.history_id > coalesce(%(after)s::bigint, 0)
order by h.history_id
limit %(limit)s
