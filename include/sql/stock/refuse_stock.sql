insert into bigcommerce.refused_items (store_code, flow, target, sku, fingerprint)
select %(store)s, 'stock', location_id::text, sku, fingerprint from stock_plan where sku = any(%(skus)s)
on conflict (store_code, flow, target, sku) do update set fingerprint = excluded.fingerprint, refused_at = now()
