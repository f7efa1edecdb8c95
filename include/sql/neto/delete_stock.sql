-- Numbers that Neto does not count any more, or not by these warehouses, or of items that have variants by now.
-- warehouses: those that the import wrote rows for; rows of others are not ours.
delete from backoffice.stock s
using (
    select sku from neto_page_items
    union
    select parent_sku from neto_page_items where parent_sku <> sku
) i
where s.sku = i.sku and s.warehouse = any(%(warehouses)s)
    and not exists (select from neto_page_stock n where n.sku = s.sku and n.warehouse = s.warehouse)
returning s.sku
