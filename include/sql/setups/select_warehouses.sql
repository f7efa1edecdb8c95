-- The warehouses there are, from one to the next along the index: not every row of stock is read.
with recursive warehouses (name) as (
    (select warehouse from backoffice.stock order by warehouse limit 1)
    union all
    select (
        select s.warehouse from backoffice.stock s where s.warehouse > w.name order by s.warehouse limit 1
    )
    from warehouses w
    where w.name is not null
)
select name from warehouses where name is not null
