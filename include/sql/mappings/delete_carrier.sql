-- Only where the row still is as it was read. store, shipping_service, fingerprint
delete from bigcommerce.carrier_map m
where store_code = %(store)s and shipping_service = %(shipping_service)s and md5(m::text) = %(fingerprint)s
