-- The back office's own names. kind: payment or shipping
select name from backoffice.payment_methods where %(kind)s = 'payment'
union all
select name from backoffice.shipping_services where %(kind)s = 'shipping'
order by name
limit 1000
