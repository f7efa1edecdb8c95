-- SKUs whose link is in one state in their order, as walk_products.
select k.sku collate "C" as sku, '' as sort_name from bigcommerce.product_links k
where k.store_code = %(store)s and k.state = %(link_state)s
    and k.sku collate "C" > %(after_sku)s and k.sku collate "C" >= %(sku_prefix)s
    and (%(sku_end)s::text is null or k.sku collate "C" < %(sku_end)s)
order by k.sku collate "C"
limit %(looked)s
