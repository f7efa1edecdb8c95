insert into neto.catalogue_reading (read_until, read_whole_at, rules, sales_channel_id, warehouses, price_groups)
values (
    %(read_until)s, %(read_whole_at)s, %(rules)s, %(sales_channel_id)s, %(warehouses)s, %(price_groups)s
)
on conflict (is_only) do update set
    read_until = excluded.read_until, read_whole_at = excluded.read_whole_at, rules = excluded.rules,
    sales_channel_id = excluded.sales_channel_id, warehouses = excluded.warehouses,
    price_groups = excluded.price_groups
