select count(*), count(*) filter (where is_repaired)
from bigcommerce.price_stock_drift
where store_code = %(store)s and dag_run_id = %(dag_run_id)s and flow = %(flow)s
