-- What Neto said or accepted. items: json array of {sku, is_approved}; answered_at: Neto's clock.
insert into neto.items as n (sku, is_approved, said_at)
select i.sku, i.is_approved, %(answered_at)s
from jsonb_to_recordset(%(items)s) as i (sku text, is_approved boolean)
order by i.sku
on conflict (sku) do update set is_approved = excluded.is_approved, said_at = excluded.said_at
