-- What Neto has, and what it says of approvals. Parameters as in upsert_imported_approvals.
insert into neto.items as n (sku, is_approved, said_at)
select
    sku, coalesce(is_approved, case when %(silence_is_no)s then false end),
    case when is_approved is not null or %(silence_is_no)s then %(answered_at)s::timestamptz end
from neto_page_items
order by sku
on conflict (sku) do update set is_approved = excluded.is_approved, said_at = excluded.said_at
where n.is_approved is distinct from excluded.is_approved and excluded.said_at > coalesce(n.said_at, '-infinity')
