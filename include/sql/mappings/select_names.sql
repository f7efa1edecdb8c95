-- The rows of one map. is_known: the back office lists this name of its own. fingerprint: of the row as it is now.
-- store; kind: payment or shipping
select
    m.bigcommerce_name, coalesce(m.backoffice_name, '') as backoffice_name, md5(m::text) as fingerprint,
    exists (select from backoffice.payment_methods b where b.name = m.backoffice_name) as is_known
from bigcommerce.payment_method_map m
where %(kind)s = 'payment' and m.store_code = %(store)s
union all
select
    m.bigcommerce_name, coalesce(m.backoffice_name, ''), md5(m::text),
    exists (select from backoffice.shipping_services b where b.name = m.backoffice_name)
from bigcommerce.shipping_method_map m
where %(kind)s = 'shipping' and m.store_code = %(store)s
order by bigcommerce_name
