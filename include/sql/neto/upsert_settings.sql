-- Neto is switched on, or on by other settings.
insert into neto.settings (
    connection_id, store_code, sales_channel, approvals_live_in, approval_misc_field, warehouses, order_id_prefix,
    full_import_every_hours
)
values (
    %(connection_id)s, %(store_code)s, %(sales_channel)s, %(approvals_live_in)s, %(approval_misc_field)s,
    %(warehouses)s, %(order_id_prefix)s, %(full_import_every_hours)s
)
on conflict (is_only) do update set
    store_code = excluded.store_code, sales_channel = excluded.sales_channel,
    approvals_live_in = excluded.approvals_live_in, approval_misc_field = excluded.approval_misc_field,
    warehouses = excluded.warehouses, order_id_prefix = excluded.order_id_prefix,
    full_import_every_hours = excluded.full_import_every_hours
