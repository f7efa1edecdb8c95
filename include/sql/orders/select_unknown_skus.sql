-- Those of these SKUs that the back office does not know.
select s.sku from unnest(%(skus)s::text[]) as s (sku)
where not exists (select from backoffice.products p where p.sku = s.sku)
