-- The unfinished walk of this purpose, or a new one. Grain: one row.
-- store, purpose, by, window_from, window_to
insert into bigcommerce.order_walks as w (store_code, purpose, walked_by, window_from, window_to)
values (%(store)s, %(purpose)s, %(by)s, %(window_from)s, %(window_to)s)
on conflict (store_code, purpose) where finished_at is null do update set purpose = w.purpose
returning
    walk_id, began_at, first_order_id, last_order_id, seen, received, unchanged, parked, refused, only_landed,
    missing, totals
