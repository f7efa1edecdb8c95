-- Only ever forward: a slower, older walk must not pull it back. complete_from: from where the first walk began.
-- store, complete_from, complete_until
insert into bigcommerce.order_watermarks as w (store_code, complete_from, complete_until, newest_order_at)
values (
    %(store)s, %(complete_from)s, %(complete_until)s,
    (select max(placed_at) from bigcommerce.landed_orders where store_code = %(store)s)
)
on conflict (store_code) do update set
    complete_from = case when w.complete_until is null then excluded.complete_from else w.complete_from end,
    complete_until = greatest(w.complete_until, excluded.complete_until),
    newest_order_at = excluded.newest_order_at, updated_at = now()
