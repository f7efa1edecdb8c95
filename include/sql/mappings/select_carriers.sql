-- fingerprint: of the row as it is now. store
select
    shipping_service, match_kind, coalesce(tracking_carrier, '') as tracking_carrier,
    coalesce(shipping_provider, '') as shipping_provider, md5(m::text) as fingerprint
from bigcommerce.carrier_map m
where store_code = %(store)s
order by match_kind, shipping_service
