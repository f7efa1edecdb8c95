-- Closes what is linked now, is no longer approved, or has become the other problem.
update bigcommerce.item_problems p set resolved_at = now()
where p.store_code = %(store)s and p.flow = 'links' and p.resolved_at is null
    and not exists (
        select from bigcommerce.product_links l
        join bigcommerce.product_approvals a on a.store_code = l.store_code and a.sku = l.sku and a.is_approved
        where l.store_code = p.store_code and l.sku = p.item_key
            and l.state = case p.code when 'sku_not_found' then 'missing' when 'sku_ambiguous' then 'ambiguous' end
    )
