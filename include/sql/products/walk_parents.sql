-- SKUs that another product names as its parent in their order, as walk_products.
select distinct c.parent_sku collate "C" as sku, '' as sort_name from backoffice.products c
where c.parent_sku <> c.sku
    and c.parent_sku collate "C" > %(after_sku)s and c.parent_sku collate "C" >= %(sku_prefix)s
    and (%(sku_end)s::text is null or c.parent_sku collate "C" < %(sku_end)s)
order by 1
limit %(looked)s
