-- A page of what a full run found to differ.
-- store, dag_run_id, limit; after_flow, after_target, after_sku: the row that the page begins after, null: none
select flow, target, sku, expected, held, expected_sale_price, held_sale_price, is_repaired
from bigcommerce.price_stock_drift
where store_code = %(store)s and dag_run_id = %(dag_run_id)s
    and (
        %(after_sku)s::text is null
        or (flow, target, sku) > (%(after_flow)s, %(after_target)s, %(after_sku)s)
    )
order by flow, target, sku
limit %(limit)s
