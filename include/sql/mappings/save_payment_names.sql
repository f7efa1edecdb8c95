-- names: json object {BigCommerce's: back office's}; a name with an empty one is mapped no longer, others stay.
with wanted as (
    select key as bigcommerce_name, value as backoffice_name from jsonb_each_text(%(names)s)
),
gone as (
    delete from bigcommerce.payment_method_map m
    using wanted w
    where m.store_code = %(store)s and m.bigcommerce_name = w.bigcommerce_name and w.backoffice_name = ''
)
insert into bigcommerce.payment_method_map (store_code, bigcommerce_name, backoffice_name)
select %(store)s, bigcommerce_name, backoffice_name from wanted where backoffice_name <> ''
on conflict (store_code, bigcommerce_name) do update set backoffice_name = excluded.backoffice_name
