-- Closes what the plan no longer says. A refusal stays open while the refused value is still the one to send.
update bigcommerce.item_problems p set resolved_at = now()
where p.store_code = %(store)s and p.flow = 'stock' and p.resolved_at is null and p.code <> 'warehouse_not_found'
    and (%(skus)s::text[] is null or p.item_key = any(%(skus)s))
    and not exists (
        select from stock_plan x
        where x.sku = p.item_key
            and x.verdict = case p.code when 'rejected_by_bigcommerce' then 'refused' else p.code end
    )
