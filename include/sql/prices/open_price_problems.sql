-- What the plan could not send, said.
insert into bigcommerce.item_problems (store_code, flow, item_key, code, message, details, dag_run_id)
select
    %(store)s, 'prices', sku, verdict,
    case verdict
        when 'empty_price' then format(
            'SKU "%%s" has no price above 0 in the store''s price group: nothing was sent. Enter a price, or choose '
            'another empty-price policy.', sku
        )
        else format(
            'SKU "%%s" would change from %%s to %%s, more than the store allows: approve or decline it in '
            'bigcommerce.guarded_prices.', sku, compare_price, price
        )
    end,
    jsonb_strip_nulls(jsonb_build_object('old', compare_price, 'new', price)), %(dag_run_id)s
from price_plan
where verdict in ('empty_price', 'price_change_too_large')
on conflict (store_code, flow, item_key, code) where resolved_at is null
do update set
    message = excluded.message, details = excluded.details, last_seen_at = now(), dag_run_id = excluded.dag_run_id
