-- Only where the row still is as it was read.
-- store, shipping_service, match_kind, tracking_carrier, shipping_provider, fingerprint
update bigcommerce.carrier_map m set
    match_kind = %(match_kind)s, tracking_carrier = %(tracking_carrier)s, shipping_provider = %(shipping_provider)s
where store_code = %(store)s and shipping_service = %(shipping_service)s and md5(m::text) = %(fingerprint)s
