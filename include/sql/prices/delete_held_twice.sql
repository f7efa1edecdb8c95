-- A list that moves while it is read by pages shows records twice.
delete from held_prices a using held_prices b
where a.target = %(target)s and b.target = a.target and b.variant_id = a.variant_id and b.ctid > a.ctid
