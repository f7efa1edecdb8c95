-- Of the open problems of one code, the oldest `most` of them: how many are of approved products that are another's parent,
-- and how many were looked at. A parent that was unapproved already has its problem until the next run.
-- store, flow, code, most
-- Scalar subqueries, each one look into an index: as joins they might read whole tables.
select count(*) filter (where (
    select true from backoffice.products c
    where c.parent_sku collate "C" = p.item_key and c.parent_sku <> c.sku
    limit 1
) and (
    select a.is_approved from bigcommerce.product_approvals a
    where a.store_code = %(store)s and a.sku = p.item_key
)), count(*)
from (
    select item_key from bigcommerce.item_problems
    where store_code = %(store)s and flow = %(flow)s and code = %(code)s and resolved_at is null
    order by first_seen_at
    limit %(most)s
) p
