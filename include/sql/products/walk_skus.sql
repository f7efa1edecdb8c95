-- SKUs that begin so in any case, in the order of their small letters. after_name, after_sku: begins after them; looked:
-- how many.
select p.sku collate "C" as sku, lower(p.sku) collate "C" as sort_name from backoffice.products p
where (lower(p.sku) collate "C", p.sku collate "C") > (%(after_name)s, %(after_sku)s)
    and lower(p.sku) collate "C" >= lower(%(sku_prefix)s)
    and lower(p.sku) collate "C" < lower(%(sku_end)s)
order by lower(p.sku) collate "C", p.sku collate "C"
limit %(looked)s
