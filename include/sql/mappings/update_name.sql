-- Only where the row still is as it was read. store; kind: payment or shipping; bigcommerce_name, backoffice_name;
-- fingerprint
with payment as (
    update bigcommerce.payment_method_map m set backoffice_name = %(backoffice_name)s
    where %(kind)s = 'payment' and store_code = %(store)s and bigcommerce_name = %(bigcommerce_name)s
        and md5(m::text) = %(fingerprint)s
    returning 1
),
shipping as (
    update bigcommerce.shipping_method_map m set backoffice_name = %(backoffice_name)s
    where %(kind)s = 'shipping' and store_code = %(store)s and bigcommerce_name = %(bigcommerce_name)s
        and md5(m::text) = %(fingerprint)s
    returning 1
)
select * from payment union all select * from shipping
