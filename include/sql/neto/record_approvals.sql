-- What Neto said or accepted. items: json array of {sku, is_approved}. written_at: by Neto's clock; null: it said so.
insert into neto.items as n (sku, is_approved, written_at)
select i.sku, i.is_approved, %(written_at)s
from jsonb_to_recordset(%(items)s) as i (sku text, is_approved boolean)
order by i.sku
on conflict (sku) do update set
    is_approved = excluded.is_approved, written_at = coalesce(excluded.written_at, n.written_at)
