with refused as (
    update stock_plan set verdict = 'refused' where sku = any(%(skus)s) returning sku, location_id, fingerprint
)
insert into bigcommerce.refused_items (store_code, flow, target, sku, fingerprint)
select %(store)s, 'stock', location_id::text, sku, fingerprint from refused
on conflict (store_code, flow, target, sku) do update set fingerprint = excluded.fingerprint, refused_at = now()
