-- Decides that what a run replaced shall stand again where nobody has changed it since, and says how many values have
-- which outcome. price_plan: the rule's row of every SKU that the run sent.
with written as (
    select target, sku, min(history_id) as first_id, max(history_id) as last_id
    from bigcommerce.price_history
    where store_code = %(store)s and dag_run_id = %(rollback_run)s and (%(skus)s::text[] is null or sku = any(%(skus)s))
    group by target, sku
),
judged as (
    select
        w.target, w.sku, f.price, f.sale_price, x.basis_price, x.basis_promotion,
        case
            when x.sku is null then 'not_exported'
            -- An earlier try of this rollback decided so.
            when b.dag_run_id = %(dag_run_id)s then 'rolled_back'
            when f.history_id is null then 'first_sent'
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
    left join bigcommerce.price_exports e on e.store_code = %(store)s and e.target = w.target and e.sku = w.sku
    left join bigcommerce.price_rollbacks b on b.store_code = %(store)s and b.target = w.target and b.sku = w.sku
    left join price_plan x on x.target = w.target and x.sku = w.sku
    left join lateral (
        select o.history_id, o.price, o.sale_price
        from bigcommerce.price_history o
        where o.store_code = %(store)s and o.target = w.target and o.sku = w.sku and o.history_id < w.first_id
        order by o.history_id desc limit 1
    ) f on true
),
rolled_back as (
    insert into bigcommerce.price_rollbacks as r
        (store_code, target, sku, price, sale_price, basis_price, basis_promotion, dag_run_id)
    select %(store)s, target, sku, price, sale_price, basis_price, basis_promotion, %(dag_run_id)s
    from judged where outcome = 'rolled_back'
    on conflict (store_code, target, sku) do update set
        price = excluded.price, sale_price = excluded.sale_price, basis_price = excluded.basis_price,
        basis_promotion = excluded.basis_promotion, dag_run_id = excluded.dag_run_id, rolled_back_at = now()
    where r.dag_run_id is distinct from excluded.dag_run_id
)
select outcome, count(*), (array_agg(sku order by sku))[:5] from judged group by outcome
