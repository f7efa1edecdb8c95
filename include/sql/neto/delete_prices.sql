-- Prices of groups that an item of the page has no more. price_groups: Neto's; prices of others are not ours.
delete from backoffice.product_prices p
using neto_page_items i
where p.sku = i.sku and p.price_group = any(%(price_groups)s)
    and not exists (select from neto_page_prices n where n.sku = p.sku and n.price_group = p.price_group)
returning p.sku
