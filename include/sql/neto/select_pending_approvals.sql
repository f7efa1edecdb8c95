-- Approvals made here that Neto does not know yet, after this SKU. Grain: one row a SKU.
-- One that could not be written is tried again once it changes, its problem is closed, or it is named.
select a.sku, a.is_approved
from bigcommerce.product_approvals a
left join neto.items n on n.sku = a.sku
where a.store_code = %(store)s and a.source <> 'neto' and a.is_approved <> coalesce(n.is_approved, false)
    and a.sku > %(after)s
    and case
        when %(skus)s::text[] is not null then a.sku = any(%(skus)s)
        else not exists (
            select from bigcommerce.item_problems p
            where p.store_code = a.store_code and p.flow = 'neto' and p.item_key = a.sku and p.resolved_at is null
                and p.details ->> 'is_approved' = a.is_approved::text
        )
    end
order by a.sku
limit %(how_many)s
