-- What BigCommerce refused just now.
insert into bigcommerce.refused_items (store_code, flow, target, sku, fingerprint)
select %(store)s, 'prices', 'catalog', sku, fingerprint from price_plan where sku = any(%(skus)s)
on conflict (store_code, flow, target, sku) do update set fingerprint = excluded.fingerprint, refused_at = now()
