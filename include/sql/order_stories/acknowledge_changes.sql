-- A person has seen these changes and done what they ask for. order_id: ours; change_ids; person
update backoffice.order_changes set acknowledged_at = now(), acknowledged_by = %(person)s
where order_id = %(order_id)s and change_id = any(%(change_ids)s) and acknowledged_at is null
