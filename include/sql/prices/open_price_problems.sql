-- What the plan could not send, said: one problem a SKU and code, whatever the targets.
with placed as (
    select *, case target when 'catalog' then '' else format(' on price list %%s', split_part(target, ':', 2)) end as at
    from price_plan
),
said as (
    select
        target, sku, compare_price, price, verdict as code,
        case verdict
            when 'empty_price' then format(
                'SKU "%%s" has no price above 0%%s by %%s: nothing was sent. Enter a price, choose another '
                'empty-price policy, or unapprove it (a product with options needs none: its variants have).',
                sku, at, rule
            )
            when 'invalid_price' then format(
                'SKU "%%s" would cost %%s%%s, more digits than BigCommerce takes: nothing was sent. Correct the price.',
                sku, price, at
            )
            else format(
                'SKU "%%s" would change from %%s to %%s%%s, more than the store allows: approve or decline it under '
                'Guarded prices.', sku, trim_scale(compare_price), trim_scale(price), at
            )
        end as sentence
    from placed
    where verdict in ('empty_price', 'invalid_price', 'price_change_too_large')
    union all
    select
        target, sku, compare_price, price, 'invalid_price',
        format(
            'The promotion of SKU "%%s"%%s ends before it starts, so it is never shown: correct its dates.', sku, at
        )
    from placed
    where is_promotion_impossible and verdict <> 'invalid_price'
)
insert into bigcommerce.item_problems (store_code, flow, item_key, code, message, details, dag_run_id)
select
    %(store)s, 'prices', sku, code, string_agg(sentence, ' ' order by target),
    jsonb_strip_nulls(jsonb_build_object(
        'old', (array_agg(compare_price order by target))[1], 'new', (array_agg(price order by target))[1],
        'targets', jsonb_agg(target order by target)
    )),
    %(dag_run_id)s
from said
group by sku, code
on conflict (store_code, flow, item_key, code) where resolved_at is null
do update set
    message = excluded.message, details = excluded.details, last_seen_at = now(), dag_run_id = excluded.dag_run_id
