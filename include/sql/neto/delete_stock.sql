-- Numbers that Neto does not count any more, or not by these warehouses, or of items that have variants by now.
-- warehouses: those that the import wrote rows for; rows of others are not ours.
-- The SKUs as an array: each is looked up, whatever the planner thinks of the size of a page.
delete from backoffice.stock s
where s.sku = any(array(
    select sku from neto_page_items
    union
    select parent_sku from neto_page_items where parent_sku <> sku
))
    and s.warehouse = any(%(warehouses)s)
    and not exists (select from neto_page_stock n where n.sku = s.sku and n.warehouse = s.warehouse)
returning s.sku
