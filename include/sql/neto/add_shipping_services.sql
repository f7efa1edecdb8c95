-- names: those of Neto. None is taken away.
insert into backoffice.shipping_services (name) select unnest(%(names)s::text[]) on conflict do nothing
