-- Closes what the plan no longer says of any target. A refusal stays open while the refused value is still the one to
-- send; a missing price list or group is closed by whoever finds it there.
update bigcommerce.item_problems p set resolved_at = now()
where p.store_code = %(store)s and p.flow = 'prices' and p.resolved_at is null 
    and p.code not in ('price_list_not_found', 'price_group_not_found')
    and (%(skus)s::text[] is null or p.item_key = any(%(skus)s))
    and not exists (
        select from price_plan x
        where x.sku = p.item_key and (
            x.verdict = case p.code when 'rejected_by_bigcommerce' then 'refused' else p.code end
            or (p.code = 'invalid_price' and x.is_promotion_impossible)
        )
    )
