-- carriers: json array of {shipping_service, match_kind, tracking_carrier, shipping_provider}; an empty match_kind
-- takes the row away, services not named stay.
with wanted as (
    select * from jsonb_to_recordset(%(carriers)s) as w (
        shipping_service text, match_kind text, tracking_carrier text, shipping_provider text
    )
),
gone as (
    delete from bigcommerce.carrier_map m
    using wanted w
    where m.store_code = %(store)s and m.shipping_service = w.shipping_service and w.match_kind = ''
)
insert into bigcommerce.carrier_map (store_code, shipping_service, match_kind, tracking_carrier, shipping_provider)
select %(store)s, shipping_service, match_kind, nullif(tracking_carrier, ''), nullif(shipping_provider, '')
from wanted
where match_kind <> ''
on conflict (store_code, shipping_service) do update set
    match_kind = excluded.match_kind, tracking_carrier = excluded.tracking_carrier,
    shipping_provider = excluded.shipping_provider
