-- What BigCommerce refused just now for one target.
insert into bigcommerce.refused_items (store_code, flow, target, sku, fingerprint)
select %(store)s, 'prices', target, sku, fingerprint from price_plan where target = %(target)s and sku = any(%(skus)s)
on conflict (store_code, flow, target, sku) do update set fingerprint = excluded.fingerprint, refused_at = now()
