-- order_id: ours
select change_id, kind, noticed_at, details, acknowledged_at, acknowledged_by
from backoffice.order_changes where order_id = %(order_id)s
order by noticed_at, change_id
