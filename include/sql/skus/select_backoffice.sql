-- Every SKU of the back office.
select sku from backoffice.products where sku <> '' order by sku
