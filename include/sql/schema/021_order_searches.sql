-- What the panel lists and looks up orders by, at any number of them. A date that is not known sorts as the oldest.
create index orders_newest on backoffice.orders
    (store_code, coalesce(placed_at, '-infinity') desc, bigcommerce_order_id desc);
create index orders_email on backoffice.orders (store_code, lower(customer_email));
create index orders_last_name on backoffice.orders (store_code, lower(billing_address ->> 'last_name') text_pattern_ops);
create index orders_first_name on backoffice.orders
    (store_code, lower(billing_address ->> 'first_name') text_pattern_ops);
create index landed_orders_not_received on bigcommerce.landed_orders
    (store_code, coalesce(placed_at, '-infinity') desc, bigcommerce_order_id desc) where outcome <> 'received';
create index order_changes_to_acknowledge on backoffice.order_changes (order_id)
    where acknowledged_at is null and kind <> 'status';
create index consignments_shipping_service on backoffice.consignments (shipping_service, order_id);

-- The row of carrier_map that a shipping service goes by: exact names first, then the most specific pattern. A pattern
-- that ends in a lone backslash is none.
create function bigcommerce.carrier_row(store text, service text) returns setof bigcommerce.carrier_map
language sql stable as $$
    select m.*
    from bigcommerce.carrier_map m
    where m.store_code = store and service <> '' and case
        when m.match_kind = 'exact' then m.shipping_service = service
        when m.shipping_service ~ '(^|[^\\])(\\\\)*\\$' then false
        else service like m.shipping_service
    end
    order by m.match_kind, length(m.shipping_service) desc, m.shipping_service collate "C"
    limit 1
$$;

-- The orders (ours) of the newest consignments of a service. Straight down one index: the planner, which does not know
-- that a service may be rare, else walks all consignments or sorts those of the service.
create function bigcommerce.newest_orders_of_service(service text, most int) returns setof bigint
language sql stable set enable_sort = off as $$
    select c.order_id
    from backoffice.consignments c
    where c.shipping_service between service and service
    order by c.shipping_service desc, c.order_id desc
    limit most
$$;
