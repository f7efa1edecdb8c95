-- What BigCommerce holds though it neither should nor was sent it. is_ours: the back office manages prices, so that a
-- first or a changed price of its own is no drift. missing: price lists that are not there at all, a problem by itself.
insert into bigcommerce.price_stock_drift
(store_code, dag_run_id, flow, target, sku, expected, held, expected_sale_price, held_sale_price)
select %(store)s, %(dag_run_id)s, 'prices', target, sku, price, held_price, sale_price, held_sale_price
from price_plan
where verdict in ('send', 'price_change_too_large') and target <> all(%(missing)s::text[])
    and (
        not %(is_ours)s
        or held_price is distinct from old_price
        or (owns_sale_price and held_sale_price is distinct from old_sale_price)
    )
    and (old_price is not null or not %(is_ours)s)
on conflict (store_code, dag_run_id, flow, target, sku) do update set
    expected = excluded.expected, held = excluded.held, expected_sale_price = excluded.expected_sale_price,
    held_sale_price = excluded.held_sale_price
