-- The codes with open problems, each with its oldest and how many there are, counted up to `most`.
-- store, most
-- Jumps from code to code in the index, so that a hundred thousand of one code are not read to find the next.
with recursive groups as (
    (
        select p.flow, p.code from bigcommerce.item_problems p
        where p.store_code = %(store)s and p.resolved_at is null
        order by p.flow, p.code limit 1
    )
    union all
    select n.flow, n.code from groups g
    cross join lateral (
        select p.flow, p.code from bigcommerce.item_problems p
        where p.store_code = %(store)s and p.resolved_at is null and (p.flow, p.code) > (g.flow, g.code)
        order by p.flow, p.code limit 1
    ) n
)
select g.flow, g.code, oldest.first_seen_at, counted.problems
from groups g
cross join lateral (
    select p.first_seen_at from bigcommerce.item_problems p
    where p.store_code = %(store)s and p.flow = g.flow and p.code = g.code and p.resolved_at is null
    order by p.first_seen_at limit 1
) oldest
cross join lateral (
    select count(*) as problems from (
        select from bigcommerce.item_problems p
        where p.store_code = %(store)s and p.flow = g.flow and p.code = g.code and p.resolved_at is null
        order by p.first_seen_at -- or the whole table is read for a rare code
        limit %(most)s
    ) found
) counted
order by g.flow, g.code
