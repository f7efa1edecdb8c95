-- No row where the service has one. store, shipping_service, match_kind, tracking_carrier, shipping_provider
insert into bigcommerce.carrier_map (store_code, shipping_service, match_kind, tracking_carrier, shipping_provider)
values (%(store)s, %(shipping_service)s, %(match_kind)s, %(tracking_carrier)s, %(shipping_provider)s)
on conflict (store_code, shipping_service) do nothing
