-- Only ever forward: a slower, older walk must not pull it back.
insert into bigcommerce.order_watermarks as w (store_code, complete_until, newest_order_at)
values (
    %(store)s, %(complete_until)s,
    (select max(placed_at) from bigcommerce.landed_orders where store_code = %(store)s)
)
on conflict (store_code) do update set
    complete_until = greatest(w.complete_until, excluded.complete_until),
    newest_order_at = excluded.newest_order_at, updated_at = now()
