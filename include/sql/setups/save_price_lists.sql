-- lists: json object {price list id: price group}; a list with null goes, lists not given stay.
with wanted as (
    select key::int as price_list_id, value as price_group from jsonb_each_text(%(lists)s)
),
gone as (
    delete from bigcommerce.price_list_map m
    using wanted w
    where m.store_code = %(store)s and m.price_list_id = w.price_list_id and w.price_group is null
)
insert into bigcommerce.price_list_map (store_code, price_list_id, price_group)
select %(store)s, price_list_id, price_group from wanted where price_group is not null
on conflict (store_code, price_list_id) do update set price_group = excluded.price_group
