-- What Neto says of the page's approvals; returns the SKUs that change.
-- An approval made here that Neto does not know yet stays: the push is to tell it. Neto counts where it says something
-- else than it last said, and where the approval came from it.
-- answered_at: Neto's clock; an answer no newer than our last writing says nothing. silence_is_no: an item without a
-- word on it is not approved. A product that nobody ever approved needs no row for that.
with said as (
    select i.sku, i.is_approved is not null as is_said, coalesce(i.is_approved, not %(silence_is_no)s) as is_approved
    from neto_page_items i
    where i.is_approved is not null or %(silence_is_no)s
)
insert into bigcommerce.product_approvals as a (store_code, sku, is_approved, changed_at, changed_by, source)
select %(store)s, s.sku, s.is_approved, statement_timestamp(), %(changed_by)s, 'neto'
from said s
left join neto.items n on n.sku = s.sku
left join bigcommerce.product_approvals o on o.store_code = %(store)s and o.sku = s.sku
where (n.written_at is null or n.written_at < %(answered_at)s)
    and case
        when o.sku is null then s.is_said
        when o.is_approved = s.is_approved then false
        else o.source = 'neto' or n.is_approved <> s.is_approved
    end
order by s.sku
on conflict (store_code, sku) do update set
    is_approved = excluded.is_approved, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
    source = excluded.source
where a.is_approved <> excluded.is_approved
returning sku
