-- payments: json array of {order_id, payment_no, …}; numbers are fixed a means, so a repeat changes nothing.
-- Transactions are not read each time: what they said stays until they say something else.
insert into backoffice.order_payments as old
(
    order_id, payment_no, bigcommerce_transaction_id, bigcommerce_payment_method, payment_method, amount, currency,
    kind, status, paid_at
)
select
    order_id, payment_no, bigcommerce_transaction_id, bigcommerce_payment_method, payment_method, amount, currency,
    kind, status, paid_at
from jsonb_to_recordset(%(payments)s) as p (
    order_id bigint, payment_no int, bigcommerce_transaction_id text, bigcommerce_payment_method text,
    payment_method text, amount numeric, currency text, kind text, status text, paid_at timestamptz
)
on conflict (order_id, payment_no) do update set
    bigcommerce_payment_method = excluded.bigcommerce_payment_method,
    payment_method = case
        when old.bigcommerce_payment_method is not distinct from excluded.bigcommerce_payment_method
            then coalesce(old.payment_method, excluded.payment_method)
        else excluded.payment_method
    end,
    amount = excluded.amount, currency = excluded.currency, kind = excluded.kind, status = excluded.status,
    paid_at = coalesce(excluded.paid_at, old.paid_at),
    bigcommerce_transaction_id = coalesce(excluded.bigcommerce_transaction_id, old.bigcommerce_transaction_id)
