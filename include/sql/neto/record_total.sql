-- What Neto makes of an order. order_id (ours), grand_total
update neto.order_pushes set grand_total = %(grand_total)s
where order_id = %(order_id)s and grand_total is distinct from %(grand_total)s
