-- Keeps a dry run's plan, with the terms that made each number. What is not approved is in it where the run counts it as
-- if it were, or where it is to get 0.
insert into bigcommerce.planned_changes (store_code, dag_run_id, flow, target, sku, old, new, rule, percent, verdict)
select
    s.store_code, %(dag_run_id)s, 'stock', p.location_id::text, p.sku, p.held, p.quantity,
    case
        when not p.is_approved then 'not approved any more'
        else nullif(concat_ws(
            ', ',
            case
                when not p.is_active then 'not active'
                when p.available is not null then concat_ws(
                    ', ',
                    format('%%s available', p.available),
                    case when p.reserved <> 0 then format('%%s reserved', p.reserved) end,
                    case when s.stock_buffer <> 0 then format('buffer %%s', s.stock_buffer) end,
                    case
                        when p.available - p.reserved - s.stock_buffer > s.stock_limit
                        then format('limit %%s', s.stock_limit)
                    end
                )
            end,
            case when a.sku is null then 'as if approved' end
        ), '')
    end,
    round((p.quantity - p.held)::numeric * 100 / nullif(p.held, 0), 2), p.verdict
from stock_plan p
join bigcommerce.stores s on s.store_code = %(store)s
left join bigcommerce.product_approvals a on a.store_code = s.store_code and a.sku = p.sku and a.is_approved
where p.verdict <> 'unchanged'
