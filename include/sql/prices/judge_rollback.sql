-- What becomes of each value that a run sent, were it rolled back: what it replaced stands again where nobody has changed
-- it since. price_plan: the rule's row of every SKU that the run sent.
-- store, rollback_run; skus: only these, null: all; dag_run_id: the run that rolls back, null: none yet
create temporary table judged_rollback as
with written as (
    select target, sku, min(history_id) as first_id, max(history_id) as last_id
    from bigcommerce.price_history
    where store_code = %(store)s and dag_run_id = %(rollback_run)s and (%(skus)s::text[] is null or sku = any(%(skus)s))
    group by target, sku
)
select
    w.target, w.sku, f.price, f.sale_price, e.price as current_price, e.sale_price as current_sale_price,
    x.basis_price, x.basis_promotion,
    case
        when x.sku is null and t.target is null then 'list_not_mapped'
        -- Looked up one by one, as few are gone.
        when x.sku is null and not exists (
            select from bigcommerce.product_approvals a
            where a.store_code = %(store)s and a.sku = w.sku and a.is_approved
        ) then 'unapproved'
        when x.sku is null and not exists (select from backoffice.products p where p.sku = w.sku and p.is_active)
            then 'inactive'
        when x.sku is null then 'unlinked'
        -- An earlier try of this rollback decided so.
        when b.dag_run_id = %(dag_run_id)s then 'rolled_back'
        when f.history_id is null then 'first_sent'
        when (e.price, e.sale_price) is not distinct from (f.price, f.sale_price)
            and (e.price, e.sale_price) is distinct from (h.price, h.sale_price)
            then 'restored'
        when (e.price, e.sale_price) is distinct from (h.price, h.sale_price)
            or exists (
                select from bigcommerce.price_history o
                where o.store_code = %(store)s and o.target = w.target and o.sku = w.sku
                    and o.history_id > w.last_id
                    and (o.price, o.sale_price) is distinct from (h.price, h.sale_price)
            )
            or (
                h.basis_price is not null
                and (h.basis_price, h.basis_promotion) is distinct from (x.basis_price, x.basis_promotion)
            )
            then 'changed_since'
        when (f.price, f.sale_price) is not distinct from (h.price, h.sale_price) then 'same'
        else 'rolled_back'
    end as outcome
from written w
join bigcommerce.price_history h on h.history_id = w.last_id
left join bigcommerce.price_targets(%(store)s) t on t.target = w.target
left join bigcommerce.price_exports e on e.store_code = %(store)s and e.target = w.target and e.sku = w.sku
left join bigcommerce.price_rollbacks b on b.store_code = %(store)s and b.target = w.target and b.sku = w.sku
left join price_plan x on x.target = w.target and x.sku = w.sku
left join lateral (
    select o.history_id, o.price, o.sale_price
    from bigcommerce.price_history o
    where o.store_code = %(store)s and o.target = w.target and o.sku = w.sku and o.history_id < w.first_id
    order by o.history_id desc limit 1
) f on true
