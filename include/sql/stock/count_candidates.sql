-- How many SKUs the stock rule looks at: the approved ones, and those that were sent and are to get 0. as_if_approved: as
-- for the rule.
select
    (
        select count(*)
        from bigcommerce.product_links l
        left join bigcommerce.product_approvals a on a.store_code = l.store_code and a.sku = l.sku and a.is_approved
        join backoffice.products p on p.sku = l.sku
        where l.store_code = %(store)s and l.state = 'linked' and (a.sku is not null or %(as_if_approved)s)
            and (%(skus)s::text[] is null or l.sku = any(%(skus)s))
    ) + (
        select count(*)
        from bigcommerce.stores s
        cross join lateral bigcommerce.skus_with_stock_sent(s.store_code, s.stock_location_id) e
        join bigcommerce.product_links l on l.store_code = s.store_code and l.sku = e.sku and l.state = 'linked'
        left join bigcommerce.product_approvals a on a.store_code = s.store_code and a.sku = e.sku and a.is_approved
        where (select zero_stock_when_unapproved from bigcommerce.stores where store_code = %(store)s)
            and s.store_code = %(store)s and a.sku is null and not %(as_if_approved)s
            and (%(skus)s::text[] is null or e.sku = any(%(skus)s))
    )
