-- Only where the row still is as it was read. store; kind: payment or shipping; bigcommerce_name; fingerprint
with payment as (
    delete from bigcommerce.payment_method_map m
    where %(kind)s = 'payment' and store_code = %(store)s and bigcommerce_name = %(bigcommerce_name)s
        and md5(m::text) = %(fingerprint)s
    returning 1
),
shipping as (
    delete from bigcommerce.shipping_method_map m
    where %(kind)s = 'shipping' and store_code = %(store)s and bigcommerce_name = %(bigcommerce_name)s
        and md5(m::text) = %(fingerprint)s
    returning 1
)
select * from payment union all select * from shipping
