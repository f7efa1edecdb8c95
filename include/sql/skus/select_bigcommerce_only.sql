-- What the back office does not have, compared exactly: such an order line is `sku_not_in_back_office`.
select distinct c.sku from catalog_items c
where not exists (select from backoffice.products p where p.sku = c.sku)
order by c.sku
