-- SKUs by the name of their product: those whose name begins so. after_name, after_sku: begins after them; looked: how many.
select p.sku collate "C" as sku, left(lower(p.name), 100) collate "C" as sort_name from backoffice.products p
where (left(lower(p.name), 100) collate "C", p.sku collate "C") > (%(after_name)s, %(after_sku)s)
    and left(lower(p.name), 100) collate "C" >= lower(%(name_prefix)s)
    and left(lower(p.name), 100) collate "C" < lower(%(name_end)s)
order by left(lower(p.name), 100) collate "C", p.sku collate "C"
limit %(looked)s
