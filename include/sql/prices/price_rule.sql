-- The price rule, once: what every approved, active, linked SKU should cost in the catalogue or on a price list, and
-- what stands in the way. Grain: one row a SKU. The plan keeps those that need something done or said; "explain" asks
-- for one and shows it all.
-- target: one of price_targets; a constant, so that what the target last accepted is joined in the order of the SKUs
-- store; skus: only these, null: all; digits: the store currency's decimals; now: the moment promotions are judged at
-- explain: show how each value came about; as_if_approved: what is not approved counts as if it were
-- full: what was refused is tried again; is_read: held_prices says what each target holds now, and that decides
with target as (
    select
        s.*, s.store_code as code, %(target)s::text as target, coalesce(t.price_group, d.code) as own_group, d.code as default_group,
        og.includes_tax as own_group_includes_tax, d.includes_tax as default_group_includes_tax
    from bigcommerce.stores s
    cross join bigcommerce.price_targets(%(store)s) t
    left join backoffice.price_groups d on d.is_default
    left join backoffice.price_groups og on og.code = coalesce(t.price_group, d.code)
    where s.store_code = %(store)s and t.target = %(target)s
),
item as (
    select
        t.*, p.sku, p.rrp, p.is_tax_free, p.prices_include_tax as product_includes_tax,
        l.product_id, l.variant_id, l.is_base_variant,
        -- What a price list held before we wrote to it was never read.
        case t.target when 'catalog' then l.seen_price end as seen_price,
        case t.target when 'catalog' then l.seen_sale_price end as seen_sale_price
    from target t
    join bigcommerce.product_links l on l.store_code = t.code and l.state = 'linked'
    left join bigcommerce.product_approvals a on a.store_code = t.code and a.sku = l.sku and a.is_approved
    join backoffice.products p on p.sku = l.sku and p.is_active
    where (%(skus)s::text[] is null or l.sku = any(%(skus)s))
        and (a.sku is not null or %(as_if_approved)s)
        -- Price lists know variants alone; a product with options itself has none.
        and (t.target = 'catalog' or l.variant_id is not null)
),
-- The group's price and, where that is empty, what the policy says. Empty is missing, null, nothing or less, or
-- nothing after rounding.
own as (
    select
        i.*, g.price as group_price, g.promotion_price, g.promotion_starts_at, g.promotion_ends_at,
        nullif(greatest(0, bigcommerce.converted_price(
            g.price, coalesce(i.product_includes_tax, i.own_group_includes_tax), i.prices_include_tax,
            i.is_tax_free, i.tax_rate, %(digits)s
        )), 0) as own_price
    from item i
    left join backoffice.product_prices g on g.sku = i.sku and g.price_group = i.own_group
),
source as (
    select
        o.*, c.*, coalesce(o.own_price, nullif(greatest(0, bigcommerce.converted_price(
            c.basis_price, coalesce(o.product_includes_tax, c.includes_tax), o.prices_include_tax,
            o.is_tax_free, o.tax_rate, %(digits)s
        )), 0)) as new_price
    from own o
    -- Looked up row by row, as it is seldom needed: `offset 0` keeps it from becoming a join of everything.
    left join lateral (
        select d.* from backoffice.product_prices d
        where o.own_price is null and o.empty_price_policy = 'default_group'
            and d.sku = o.sku and d.price_group = o.default_group
        offset 0
    ) d on true
    cross join lateral (
        select case when o.own_price is not null then 'group' else o.empty_price_policy end as taken_from
    ) f
    -- The RRP is taxed as the default group.
    cross join lateral (
        select
            f.taken_from,
            case f.taken_from when 'group' then o.group_price when 'default_group' then d.price when 'rrp' then o.rrp
            end as basis_price,
            case f.taken_from when 'group' then o.promotion_price when 'default_group' then d.promotion_price
            end as basis_promotion,
            case f.taken_from when 'group' then o.promotion_starts_at when 'default_group' then d.promotion_starts_at
            end as starts_at,
            case f.taken_from when 'group' then o.promotion_ends_at when 'default_group' then d.promotion_ends_at
            end as ends_at,
            case f.taken_from when 'group' then o.own_group_includes_tax else o.default_group_includes_tax
            end as includes_tax
    ) c
),
promoted as (
    select
        s.*,
        bigcommerce.converted_price(
            bigcommerce.running_promotion(s.basis_promotion, s.starts_at, s.ends_at, %(now)s),
            coalesce(s.product_includes_tax, s.includes_tax), s.prices_include_tax, s.is_tax_free, s.tax_rate,
            %(digits)s
        ) as promotion,
        s.promotion_pricing_enabled and s.basis_promotion is not null and s.ends_at <= s.starts_at
            as is_promotion_impossible
    from source s
),
-- Against what BigCommerce last accepted; what was sent and not answered may be there as well. We own the sale price
-- only with promotion pricing, or where we set it.
compared as (
    select
        p.*, b.sku is not null and r.is_rolled_back is not true as is_rollback_over,
        coalesce(r.is_rolled_back, false) as is_rolled_back,
        case when r.is_rolled_back then b.price else p.new_price end as price,
        case
            when r.is_rolled_back then b.sale_price
            when p.promotion_pricing_enabled and p.promotion > 0 and p.promotion < p.new_price then p.promotion
        end as sale_price,
        e.sku is null as is_first, e.price as old_price, e.sale_price as old_sale_price,
        d.sku is not null as is_uncertain, coalesce(d.has_sale_price, false) as may_have_sale_price,
        p.promotion_pricing_enabled or e.sale_price is not null or d.has_sale_price is true as owns_sale_price,
        coalesce(e.price, p.seen_price) as compare_price
    from promoted p
    left join bigcommerce.price_exports e
        on e.store_code = %(store)s and e.target = p.target and e.sku = p.sku
    left join bigcommerce.sendings d
        on d.store_code = %(store)s and d.flow = 'prices' and d.target = p.target and d.sku = p.sku
    -- A rollback's values stand until the back office's own change.
    left join bigcommerce.price_rollbacks b
        on b.store_code = %(store)s and b.target = p.target and b.sku = p.sku
    cross join lateral (
        select b.sku is not null and b.basis_price is not distinct from p.basis_price
            and b.basis_promotion is not distinct from p.basis_promotion as is_rolled_back
    ) r
),
judged as (
    select
        c.*, u.is_unchanged,
        concat_ws('|', c.product_id, coalesce(c.variant_id, 0), c.price, c.sale_price) as fingerprint,
        case
            when u.is_unchanged then 'unchanged'
            when c.price is null then 'empty_price'
            -- Beyond fifteen digits a JSON number is not exact any more.
            when c.price >= least(1e14, 10::numeric ^ (15 - %(digits)s)) then 'invalid_price'
            when not c.is_rolled_back and c.max_price_change_percent is not null and c.compare_price > 0
                and abs(c.price - c.compare_price) * 100 > c.max_price_change_percent * c.compare_price
                -- A decision is one on exactly this change.
                then coalesce((
                    select case g.state when 'approved' then 'send' when 'declined' then 'declined' end
                    from bigcommerce.guarded_prices g
                    where g.store_code = %(store)s and g.target = c.target and g.sku = c.sku
                        and g.new = c.price and coalesce(g.old, c.compare_price) = c.compare_price
                ), 'price_change_too_large')
            else 'send'
        end as verdict
    from compared c
    cross join lateral (
        select not c.is_first and not c.is_uncertain and c.price = c.old_price
            and c.sale_price is not distinct from c.old_sale_price as is_unchanged
    ) u
)
select
    j.target, j.sku, j.product_id, j.variant_id, j.is_base_variant, j.price, j.sale_price, j.old_price,
    j.old_sale_price, j.compare_price, j.owns_sale_price, j.fingerprint, j.basis_price, j.basis_promotion,
    j.is_promotion_impossible, j.is_rolled_back, j.is_rollback_over,
    h.price as held_price, h.sale_price as held_sale_price,
    case when %(explain)s then to_jsonb(j) end as workings,
    -- A sale price to be cleared: on a variant that takes a request of its own, so only where there is one.
    j.owns_sale_price and j.sale_price is null
        and (
            j.old_sale_price is not null or h.sale_price is not null or j.may_have_sale_price
            or (j.is_first and j.seen_sale_price is not null)
        ) as clears_sale_price,
    case
        when j.is_rolled_back then 'rolled back'
        else concat_ws(
            ', ',
            case j.taken_from
                when 'default_group' then format('default price group %%s', j.default_group)
                when 'rrp' then 'RRP'
                else format('price group %%s', j.own_group)
            end,
            case when j.sale_price is not null then 'promotion' end
        )
    end as rule,
    case
        -- First, as it is nearly always so: then nothing else is looked at.
        when not %(is_read)s and j.is_unchanged then 'unchanged'
        when %(is_read)s and h.price = j.price
            and (not j.owns_sale_price or h.sale_price is not distinct from j.sale_price)
            then case j.verdict when 'unchanged' then 'unchanged' else 'adopted' end
        when %(is_read)s and j.verdict = 'unchanged' then 'send'
        when not %(full)s and j.verdict = 'send' and exists (
            select from bigcommerce.refused_items r
            join bigcommerce.item_problems p
                on p.store_code = r.store_code and p.flow = r.flow and p.item_key = r.sku
                and p.code = 'rejected_by_bigcommerce' and p.resolved_at is null
            where r.store_code = %(store)s and r.flow = 'prices' and r.target = j.target and r.sku = j.sku
                and r.fingerprint = j.fingerprint
        ) then 'refused'
        else j.verdict
    end as verdict
from judged j
left join held_prices h
    on %(is_read)s and h.target = j.target and h.variant_id = coalesce(j.variant_id, 0)
    and h.product_id = case j.target when 'catalog' then j.product_id else 0 end
