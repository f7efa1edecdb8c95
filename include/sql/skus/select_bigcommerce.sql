-- Every SKU of BigCommerce's catalogue, once, however many products have it.
select distinct sku from catalog_items order by sku
