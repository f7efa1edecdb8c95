-- order_id: ours
select
    payment_no, kind, bigcommerce_payment_method, payment_method, amount, currency, status, paid_at,
    bigcommerce_transaction_id
from backoffice.order_payments where order_id = %(order_id)s
order by payment_no
