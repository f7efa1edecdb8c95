-- The SKUs a run sent to a store. skus: only these, null: all
select distinct sku
from bigcommerce.price_history
where store_code = %(store)s and dag_run_id = %(rollback_run)s and (%(skus)s::text[] is null or sku = any(%(skus)s))
