-- Closes what could not be written and need not be any more: Neto knows it, or it was changed here.
update bigcommerce.item_problems p set resolved_at = now()
where p.store_code = %(store)s and p.flow = 'neto' and p.code in ('neto_unknown_sku', 'neto_rejected')
    and p.resolved_at is null and p.details ? 'is_approved'
    and not exists (
        select from bigcommerce.product_approvals a
        left join neto.items n on n.sku = a.sku
        where a.store_code = p.store_code and a.sku = p.item_key and a.source <> 'neto'
            and a.is_approved <> coalesce(n.is_approved, false)
            and a.is_approved::text = p.details ->> 'is_approved'
    )
