-- Of a walk `l`: which of its SKUs are products that match. A parameter that is null narrows nothing.
-- Scalar subqueries, each one look into an index: as joins they might read whole tables.
(select true from backoffice.products p where p.sku = l.sku collate "default" and p.sku <> '')
and (%(name_prefix)s::text is null or (
    select starts_with(lower(p.name), lower(%(name_prefix)s)) from backoffice.products p
    where p.sku = l.sku collate "default"
))
and (%(is_approved)s::boolean is null or %(is_approved)s = coalesce((
    select a.is_approved from bigcommerce.product_approvals a
    where a.store_code = %(store)s and a.sku = l.sku collate "default"
), false))
and (%(link_state)s::text is null or %(link_state)s = coalesce((
    select k.state from bigcommerce.product_links k
    where k.store_code = %(store)s and k.sku = l.sku collate "default"
), 'none'))
and (%(has_problem)s::boolean is null or %(has_problem)s = coalesce((
    select true from bigcommerce.item_problems i
    where i.store_code = %(store)s and i.item_key collate "C" = l.sku and i.resolved_at is null
        and i.flow in ('approvals', 'links', 'prices', 'stock')
    limit 1
), false))
and (%(is_parent)s::boolean is null or %(is_parent)s = coalesce((
    select true from backoffice.products c
    where c.parent_sku collate "C" = l.sku and c.parent_sku <> c.sku
    limit 1
), false))
