-- The SKUs of the page whose number is new or another one.
select distinct n.sku
from neto_page_stock n
left join backoffice.stock s on s.sku = n.sku and s.warehouse = n.warehouse
where s.available_quantity is distinct from n.quantity
