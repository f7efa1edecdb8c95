select read_until, read_whole_at, rules, sales_channel_id, warehouses, price_groups from neto.catalogue_reading
