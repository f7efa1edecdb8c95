-- A cell may hold megabytes where a quote was never closed; nobody's SKU or value is longer than this.
insert into bigcommerce.approval_import_rejects (import_id, row_number, sku, reason, value)
select %(import_id)s, o.row_number, left(o.sku, 1000), o.outcome, left(r.value, 1000)
from approval_outcomes o
join approval_rows r on r.row_number = o.row_number
where o.outcome not in ('approved', 'unapproved', 'unchanged')
