-- Closes open problems of one code by hand. Returns the keys of their items.
-- store, flow, code, person; problem_ids: only these, null: all
update bigcommerce.item_problems set resolved_at = now(), resolved_by = %(person)s
where store_code = %(store)s and flow = %(flow)s and code = %(code)s and resolved_at is null
    and (%(problem_ids)s::bigint[] is null or problem_id = any(%(problem_ids)s))
returning item_key
