-- Products that Neto has no more; returns the SKUs of those that were active.
with gone as (
    delete from neto.items where sku = any(%(skus)s)
)
update backoffice.products set is_active = false, updated_at = now()
where sku = any(%(skus)s) and is_active
returning sku
