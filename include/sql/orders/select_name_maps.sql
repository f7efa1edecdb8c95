-- Both maps of a store. Grain: one row a name.
select 'payment' as kind, bigcommerce_name, backoffice_name
from bigcommerce.payment_method_map where store_code = %(store)s
union all
select 'shipping', bigcommerce_name, backoffice_name
from bigcommerce.shipping_method_map where store_code = %(store)s
