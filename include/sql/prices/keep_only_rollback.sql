-- A rollback sends nothing else.
delete from price_plan x
where not exists (
    select from bigcommerce.price_rollbacks b
    where b.store_code = %(store)s and b.target = x.target and b.sku = x.sku and b.dag_run_id = %(dag_run_id)s
)
