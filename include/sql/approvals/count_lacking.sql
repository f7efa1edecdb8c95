-- Of the first products that would be approved, most at the most: how many were looked at, how many have neither a price
-- above 0 nor stock, and how many are another product's parent, which has options and needs neither.
-- Scalar subqueries, each one look into an index: as joins they might read whole tables. Parents by code points ("C").
with looked as (
    select sku from approval_outcomes where outcome = 'approved' limit %(most)s
),
-- A join: without an index each look would read all products.
parent as (
    select distinct l.sku
    from looked l
    join backoffice.products c on c.parent_sku collate "C" = l.sku and c.parent_sku <> c.sku
),
found as (
    select
        r.sku is not null as is_parent,
        p.is_active and coalesce(p.rrp, 0) <= 0
            and (select true from backoffice.product_prices g where g.sku = p.sku and g.price > 0 limit 1) is null
            and (select true from backoffice.stock w where w.sku = p.sku limit 1) is null as is_bare
    from looked l
    join backoffice.products p on p.sku = l.sku
    left join parent r on r.sku = l.sku
)
select count(*), count(*) filter (where is_bare and not is_parent), count(*) filter (where is_parent) from found
