-- One outcome for each product that matches, and unknown_sku for each named SKU that is no product. row_number: its
-- place in the order of SKUs. A parameter that is null narrows nothing.
-- Problems of other flows name orders and parcels, whose numbers may be somebody's SKU.
insert into approval_outcomes (row_number, sku, outcome)
with matching as (
    select
        p.sku,
        case
            when coalesce(a.is_approved, false) = %(approve)s then 'unchanged'
            when %(approve)s then 'approved'
            else 'unapproved'
        end as outcome
    from backoffice.products p
    left join bigcommerce.product_approvals a on a.store_code = %(store)s and a.sku = p.sku
    left join bigcommerce.product_links l on l.store_code = %(store)s and l.sku = p.sku
    where p.sku <> ''
        and (%(skus)s::text[] is null or p.sku = any(%(skus)s))
        and (%(sku_prefix)s::text is null or case
            when %(is_any_case)s then starts_with(lower(p.sku), lower(%(sku_prefix)s)) else starts_with(p.sku, %(sku_prefix)s)
        end)
        and (%(name_prefix)s::text is null or starts_with(lower(p.name), lower(%(name_prefix)s)))
        and (%(is_approved)s::boolean is null or coalesce(a.is_approved, false) = %(is_approved)s)
        and (%(link_state)s::text is null or coalesce(l.state, 'none') = %(link_state)s)
        and (%(has_problem)s::boolean is null or %(has_problem)s = exists (
            select from bigcommerce.item_problems i
            where i.store_code = %(store)s and i.flow in ('approvals', 'links', 'prices', 'stock')
                and i.item_key = p.sku and i.resolved_at is null
        ))
        and (%(is_parent)s::boolean is null or %(is_parent)s = exists (
            select from backoffice.products c where c.parent_sku collate "C" = p.sku and c.parent_sku <> c.sku
        ))
    union all
    select distinct named, 'unknown_sku'
    from unnest(%(skus)s::text[]) named
    where not exists (select from backoffice.products p where p.sku = named and named <> '')
)
select row_number() over (order by sku), sku, outcome from matching
