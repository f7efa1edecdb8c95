-- All that a dry run says, for a download.
select flow, verdict, target, sku, old, new, old_sale_price, new_sale_price, percent, rule
from bigcommerce.planned_changes
where store_code = %(store)s and dag_run_id = %(dag_run_id)s
order by flow, verdict, coalesce(abs(percent), -1) desc, target desc, sku desc
