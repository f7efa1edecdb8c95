-- The price rule, once: what every approved, active, linked SKU should cost on BigCommerce, and what stands in the way.
-- Kept for the length of a task are only the rows that need something done or said. Grain: one row a SKU.
-- store; skus: only these, null: all; digits: the store currency's decimals; now: the moment promotions are judged at
create temporary table price_plan as
with store as (
    select
        s.*, s.store_code as code, coalesce(s.price_group, d.code) as own_group, d.code as default_group,
        og.includes_tax as own_group_includes_tax, d.includes_tax as default_group_includes_tax
    from bigcommerce.stores s
    left join backoffice.price_groups d on d.is_default
    left join backoffice.price_groups og on og.code = coalesce(s.price_group, d.code)
    where s.store_code = %(store)s
),
item as (
    select
        s.*, p.sku, p.rrp, p.is_tax_free, p.prices_include_tax as product_includes_tax,
        l.product_id, l.variant_id, l.is_base_variant, l.seen_price, l.seen_sale_price
    from store s
    join bigcommerce.product_approvals a on a.store_code = s.code and a.is_approved
    join bigcommerce.product_links l on l.store_code = s.code and l.sku = a.sku and l.state = 'linked'
    join backoffice.products p on p.sku = a.sku and p.is_active
    where %(skus)s::text[] is null or a.sku = any(%(skus)s)
),
-- The group's price and, where that is empty, what the policy says. Empty is missing, null, nothing or less, or
-- nothing after rounding.
own as (
    select
        i.*, g.promotion_price, g.promotion_starts_at, g.promotion_ends_at,
        nullif(greatest(0, bigcommerce.converted_price(
            g.price, coalesce(i.product_includes_tax, i.own_group_includes_tax), i.prices_include_tax,
            i.is_tax_free, i.tax_rate, %(digits)s
        )), 0) as own_price
    from item i
    left join backoffice.product_prices g on g.sku = i.sku and g.price_group = i.own_group
),
chosen as (
    select
        o.*,
        coalesce(o.own_price, nullif(greatest(0, bigcommerce.converted_price(
            case o.empty_price_policy when 'default_group' then d.price when 'rrp' then o.rrp end,
            coalesce(o.product_includes_tax, o.default_group_includes_tax), o.prices_include_tax,
            o.is_tax_free, o.tax_rate, %(digits)s
        )), 0)) as new_price,
        case
            when o.own_price is not null then bigcommerce.running_promotion(
                o.promotion_price, o.promotion_starts_at, o.promotion_ends_at, %(now)s
            )
            when o.empty_price_policy = 'default_group' then bigcommerce.running_promotion(
                d.promotion_price, d.promotion_starts_at, d.promotion_ends_at, %(now)s
            )
        end as promotion,
        case when o.own_price is not null then o.own_group_includes_tax else o.default_group_includes_tax end
            as group_includes_tax
    from own o
    left join backoffice.product_prices d on d.sku = o.sku and d.price_group = o.default_group
),
-- Against what BigCommerce last accepted. We own the sale price only with promotion pricing, or where we set it.
compared as (
    select
        c.sku, c.product_id, c.variant_id, c.is_base_variant, c.new_price as price,
        case when c.promotion_pricing_enabled and sale.price > 0 and sale.price < c.new_price then sale.price end
            as sale_price,
        e.sku is null as is_first, e.price as old_price, e.sale_price as old_sale_price,
        c.promotion_pricing_enabled or e.sale_price is not null as owns_sale_price,
        c.seen_sale_price, c.max_price_change_percent, coalesce(e.price, c.seen_price) as compare_price
    from chosen c
    cross join lateral (
        select bigcommerce.converted_price(
            c.promotion, coalesce(c.product_includes_tax, c.group_includes_tax), c.prices_include_tax,
            c.is_tax_free, c.tax_rate, %(digits)s
        ) as price
    ) sale
    left join bigcommerce.price_exports e
        on e.store_code = %(store)s and e.target = 'catalog' and e.sku = c.sku
),
judged as (
    select
        c.*,
        concat_ws('|', c.product_id, coalesce(c.variant_id, 0), c.price, c.sale_price) as fingerprint,
        case
            when c.price is null then 'empty_price'
            when not c.is_first and c.price = c.old_price and c.sale_price is not distinct from c.old_sale_price
                then 'unchanged'
            when c.max_price_change_percent is not null and c.compare_price > 0
                and abs(c.price - c.compare_price) * 100 > c.max_price_change_percent * c.compare_price
                and not exists (
                    select from bigcommerce.guarded_prices g
                    where g.store_code = %(store)s and g.target = 'catalog' and g.sku = c.sku
                        and g.state = 'approved' and g.new = c.price
                )
                then 'price_change_too_large'
            else 'send'
        end as verdict
    from compared c
)
select
    j.sku, j.product_id, j.variant_id, j.is_base_variant, j.price, j.sale_price, j.old_price, j.compare_price,
    j.owns_sale_price, j.fingerprint,
    -- A sale price to be cleared: on a variant that takes a request of its own, so only where there is one.
    j.owns_sale_price and j.sale_price is null
        and (j.old_sale_price is not null or (j.is_first and j.seen_sale_price is not null)) as clears_sale_price,
    case
        when j.verdict = 'send' and exists (
            select from bigcommerce.refused_items r
            join bigcommerce.item_problems p
                on p.store_code = r.store_code and p.flow = r.flow and p.item_key = r.sku
                and p.code = 'rejected_by_bigcommerce' and p.resolved_at is null
            where r.store_code = %(store)s and r.flow = 'prices' and r.target = 'catalog' and r.sku = j.sku
                and r.fingerprint = j.fingerprint
        ) then 'refused'
        else j.verdict
    end as verdict
from judged j
where j.verdict <> 'unchanged'
