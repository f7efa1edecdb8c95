-- A parent's number says nothing of what can be sold: its variants have the stock.
delete from neto_page_stock n
where exists (
    select from backoffice.products c where c.parent_sku collate "C" = n.sku and c.parent_sku <> c.sku
)
