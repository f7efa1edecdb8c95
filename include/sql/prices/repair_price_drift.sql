update bigcommerce.price_stock_drift d set is_repaired = true
from bigcommerce.price_exports e
where d.store_code = %(store)s and d.dag_run_id = %(dag_run_id)s and d.flow = 'prices'
    and e.store_code = d.store_code and e.target = d.target and e.sku = d.sku and e.dag_run_id = d.dag_run_id
