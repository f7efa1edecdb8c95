-- Numbers that Neto does not count any more, or not by these warehouses. warehouses: those that the import wrote rows
-- for; rows of others are not ours.
delete from backoffice.stock s
using neto_page_items i
where s.sku = i.sku and s.warehouse = any(%(warehouses)s)
    and not exists (select from neto_page_stock n where n.sku = s.sku and n.warehouse = s.warehouse)
returning s.sku
