-- What was said by another sales channel or field says nothing of this one.
update neto.items set is_approved = null, written_at = null where is_approved is not null
