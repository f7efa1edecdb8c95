-- How these orders (ours) were paid.
select order_id, kind, coalesce(amount, 0) as amount, status, payment_method, bigcommerce_transaction_id, paid_at
from backoffice.order_payments
where order_id = any(%(order_ids)s)
order by order_id, payment_no
