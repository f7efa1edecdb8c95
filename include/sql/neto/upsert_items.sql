-- What Neto has, and what it says of approvals. Parameters as in upsert_imported_approvals.
insert into neto.items as n (sku, is_approved)
select sku, coalesce(is_approved, case when %(silence_is_no)s then false end)
from neto_page_items
order by sku
on conflict (sku) do update set is_approved = excluded.is_approved
where n.is_approved is distinct from excluded.is_approved and excluded.is_approved is not null
    and (n.written_at is null or n.written_at < %(answered_at)s)
