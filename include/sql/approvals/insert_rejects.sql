-- A cell may hold megabytes where a quote was never closed; nobody's SKU is longer than this.
insert into bigcommerce.approval_import_rejects (import_id, row_number, sku, reason)
select %(import_id)s, row_number, left(sku, 1000), outcome
from approval_outcomes
where outcome not in ('approved', 'unapproved', 'unchanged')
