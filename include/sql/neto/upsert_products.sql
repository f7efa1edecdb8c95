-- The page's products; returns the SKUs of those that are new or say something new.
insert into backoffice.products as p (sku, name, parent_sku, is_active, rrp, is_tax_free, prices_include_tax)
select sku, name, parent_sku, is_active, rrp, is_tax_free, prices_include_tax
from neto_page_items
order by sku
on conflict (sku) do update set
    name = excluded.name, parent_sku = excluded.parent_sku, is_active = excluded.is_active, rrp = excluded.rrp,
    is_tax_free = excluded.is_tax_free, prices_include_tax = excluded.prices_include_tax, updated_at = now()
where (p.name, p.parent_sku, p.is_active, p.rrp, p.is_tax_free, p.prices_include_tax) is distinct from (
    excluded.name, excluded.parent_sku, excluded.is_active, excluded.rrp, excluded.is_tax_free,
    excluded.prices_include_tax
)
returning sku
