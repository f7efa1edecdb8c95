select
    connection_id, store_code, sales_channel, approvals_live_in, approval_misc_field, warehouses, order_id_prefix,
    full_import_every_hours
from neto.settings
