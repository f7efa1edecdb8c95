-- How far the walk came and what it saw, as absolute numbers.
update bigcommerce.order_walks set
    began_at = %(began_at)s, first_order_id = %(first_order_id)s, last_order_id = %(last_order_id)s,
    seen = %(seen)s, received = %(received)s, unchanged = %(unchanged)s, parked = %(parked)s, refused = %(refused)s,
    only_landed = %(only_landed)s, missing = %(missing)s, totals = %(totals)s,
    finished_at = case when %(is_finished)s then clock_timestamp() end
where walk_id = %(walk_id)s
