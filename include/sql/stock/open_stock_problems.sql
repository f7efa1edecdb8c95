insert into bigcommerce.item_problems (store_code, flow, item_key, code, message, details, dag_run_id)
select
    %(store)s, 'stock', sku, verdict,
    case verdict
        when 'stock_missing' then format(
            'The back office has no stock for SKU "%%s" in %%s: nothing was sent. Enter it, with 0 where there is '
            'none, or unapprove it (a product with options needs none: its variants have).',
            sku, coalesce((
                select 'warehouse ' || array_to_string(s.stock_warehouses, ', ') from bigcommerce.stores s
                where s.store_code = %(store)s
            ), 'any warehouse')
        )
        when 'invalid_quantity' then format(
            'SKU "%%s" would get %%s units, more than BigCommerce can hold (2147483647): correct the stock, or set a '
            'stock limit.', sku, quantity
        )
        when 'inventory_not_tracked' then case inventory_tracking
            when 'none' then format(
                'BigCommerce does not track the inventory of SKU "%%s": switch tracking on for the product.', sku
            )
            when 'product' then format(
                'BigCommerce tracks SKU "%%s" by its product, not by variant: switch its product to tracking by '
                'variant.', sku
            )
            else format(
                'SKU "%%s" is a product with variants that are tracked one by one: approve the variants'' SKUs and '
                'unapprove this one.', sku
            )
        end
    end,
    jsonb_strip_nulls(jsonb_build_object('inventory_tracking', inventory_tracking, 'quantity', quantity)),
    %(dag_run_id)s
from stock_plan
where verdict in ('stock_missing', 'inventory_not_tracked', 'invalid_quantity')
on conflict (store_code, flow, item_key, code) where resolved_at is null
do update set
    message = excluded.message, details = excluded.details, last_seen_at = now(), dag_run_id = excluded.dag_run_id
