-- The SKUs that the catalogue's changes may concern, and whether the changes alone do not settle what each links to.
-- product_ids: what changed; their items are in catalog_items. Approved SKUs that were never looked up, or stood on
-- several products, are asked for whatever changed: no list of changes shows a twin's end.
with known as (
    select sku from backoffice.products
    union
    select sku from bigcommerce.product_approvals where store_code = %(store)s
),
changed as (
    select lower(sku) as sku_key, array_agg(sku) as skus from catalog_items group by lower(sku)
),
judged as (
    select
        k.sku, coalesce(a.is_approved, false) as is_approved, l.state,
        l.product_id in (select unnest(%(product_ids)s::bigint[])) as links_to_changed,
        c.sku_key is not null as is_named, coalesce(k.sku = any(c.skus), false) as is_named_exactly
    from known k
    left join bigcommerce.product_approvals a on a.store_code = %(store)s and a.sku = k.sku
    left join bigcommerce.product_links l on l.store_code = %(store)s and l.sku = k.sku
    left join changed c on c.sku_key = lower(k.sku)
)
select
    sku,
    state is null or state = 'ambiguous'
    -- Another product has it now, or else only a twin in another case does: what has not changed decides.
    or (state = 'linked' and is_named_exactly and not links_to_changed)
    or (state = 'missing' and not is_named_exactly) as must_be_looked_up
from judged
where is_named_exactly or links_to_changed
    or (is_named and state is distinct from 'linked')
    or (is_approved and (state is null or state = 'ambiguous'))
order by sku
