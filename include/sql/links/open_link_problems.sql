-- Says which approved SKUs BigCommerce does not have, or has more than once. A SKU that differs only in case is
-- offered, never taken.
insert into bigcommerce.item_problems (store_code, flow, item_key, code, message, details, dag_run_id)
select
    l.store_code, 'links', l.sku,
    case l.state when 'missing' then 'sku_not_found' else 'sku_ambiguous' end,
    case
        when l.state = 'ambiguous' then
            format('SKU "%%s" is on several products of BigCommerce: leave it on one of them.', l.sku)
        when twins.skus is null then
            format('SKU "%%s" is approved, but no product of BigCommerce has it: add it there, or unapprove it.', l.sku)
        else format(
            'SKU "%%s" is approved, but BigCommerce has only %%s: make the two equal, or unapprove it.',
            l.sku, (select string_agg(format('"%%s"', t), ', ') from unnest(twins.skus) t)
        )
    end,
    jsonb_strip_nulls(
        jsonb_build_object('case_twins', to_jsonb(twins.skus), 'product_ids', to_jsonb(holders.product_ids))
    ),
    %(dag_run_id)s
from bigcommerce.product_links l
join bigcommerce.product_approvals a on a.store_code = l.store_code and a.sku = l.sku and a.is_approved
left join lateral (
    select array_agg(distinct c.sku order by c.sku) as skus
    from catalog_items c where lower(c.sku) = lower(l.sku) and c.sku <> l.sku
) twins on l.state = 'missing'
left join lateral (
    select array_agg(distinct c.product_id order by c.product_id) as product_ids
    from catalog_items c where c.sku = l.sku
) holders on l.state = 'ambiguous'
where l.store_code = %(store)s and l.state <> 'linked' and (%(skus)s::text[] is null or l.sku = any(%(skus)s))
on conflict (store_code, flow, item_key, code) where resolved_at is null
do update set
    message = excluded.message, details = excluded.details,
    last_seen_at = now(), dag_run_id = excluded.dag_run_id
