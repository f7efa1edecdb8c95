-- The names the back office knows. Grain: one row a kind and name.
select 'payment' as kind, name from backoffice.payment_methods
union all
select 'shipping', name from backoffice.shipping_services
order by 1, 2
