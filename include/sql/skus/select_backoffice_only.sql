-- What BigCommerce does not have, compared exactly: a SKU that differs in case is another one.
select p.sku from backoffice.products p
where p.sku <> '' and not exists (select from catalog_items c where c.sku = p.sku)
order by p.sku
