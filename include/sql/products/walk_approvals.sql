-- Approved SKUs in their order, as walk_products.
select a.sku collate "C" as sku, '' as sort_name from bigcommerce.product_approvals a
where a.store_code = %(store)s and a.is_approved
    and a.sku collate "C" > %(after_sku)s and a.sku collate "C" >= %(sku_prefix)s
    and (%(sku_end)s::text is null or a.sku collate "C" < %(sku_end)s)
order by a.sku collate "C"
limit %(looked)s
