-- The prices BigCommerce accepted for one SKU, the newest first, of the catalogue and of the lists that are mapped.
select h.* from bigcommerce.price_targets(%(store)s) t
cross join lateral (
    select target, price, sale_price, sent_at, dag_run_id from bigcommerce.price_history h
    where h.store_code = %(store)s and h.target = t.target and h.sku = %(sku)s
    order by h.sent_at desc
    limit %(limit)s
) h
order by h.sent_at desc
limit %(limit)s
