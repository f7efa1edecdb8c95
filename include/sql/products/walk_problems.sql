-- SKUs with an open problem in their order, as walk_products.
-- Problems of other flows name orders and parcels, whose numbers may be somebody's SKU.
select distinct i.item_key collate "C" as sku, '' as sort_name from bigcommerce.item_problems i
where i.store_code = %(store)s and i.resolved_at is null and i.flow in ('approvals', 'links', 'prices', 'stock')
    and i.item_key collate "C" > %(after_sku)s and i.item_key collate "C" >= %(sku_prefix)s
    and (%(sku_end)s::text is null or i.item_key collate "C" < %(sku_end)s)
order by 1
limit %(looked)s
