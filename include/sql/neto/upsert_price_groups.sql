-- The page's price groups, and the default price's own, which is the default group unless people made another that.
with wanted as (
    select price_group as code, min(group_name) as name, false as is_default
    from neto_page_prices
    where price_group <> %(default_group)s
    group by price_group
    union all
    select
        %(default_group)s, null,
        not exists (select from backoffice.price_groups where is_default and code <> %(default_group)s)
)
insert into backoffice.price_groups as g (code, name, is_default)
select code, name, is_default from wanted order by code
on conflict (code) do update set
    name = coalesce(excluded.name, g.name), is_default = g.is_default or excluded.is_default
where (g.name, g.is_default)
    is distinct from (coalesce(excluded.name, g.name), g.is_default or excluded.is_default)
