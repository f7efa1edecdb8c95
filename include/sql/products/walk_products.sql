-- SKUs in their order. after_sku: begins after it; sku_prefix: '' narrows nothing; sku_end: what comes after all that begin
-- so, null: none; looked: how many.
select p.sku collate "C" as sku, '' as sort_name from backoffice.products p
where p.sku collate "C" > %(after_sku)s and p.sku collate "C" >= %(sku_prefix)s
    and (%(sku_end)s::text is null or p.sku collate "C" < %(sku_end)s)
order by p.sku collate "C"
limit %(looked)s
