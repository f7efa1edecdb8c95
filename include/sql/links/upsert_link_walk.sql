insert into bigcommerce.link_walks as w (store_code, read_until, product_count, newest_product_id, walked_whole_at)
values (
    %(store)s, %(read_until)s, %(product_count)s, %(newest_product_id)s, case when %(is_whole)s then now() end
)
on conflict (store_code) do update set
    read_until = excluded.read_until, product_count = excluded.product_count,
    newest_product_id = excluded.newest_product_id,
    walked_whole_at = coalesce(excluded.walked_whole_at, w.walked_whole_at)
