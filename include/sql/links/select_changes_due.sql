-- Whether approved SKUs wait for a product of BigCommerce, and its changes have not been read for an hour.
select exists (
    select from bigcommerce.link_walks w
    join bigcommerce.product_links l on l.store_code = w.store_code and l.state <> 'linked'
    join bigcommerce.product_approvals a on a.store_code = l.store_code and a.sku = l.sku and a.is_approved
    where w.store_code = %(store)s and w.read_until < now() - interval '1 hour'
)
