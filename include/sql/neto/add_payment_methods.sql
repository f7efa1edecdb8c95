-- names: those of Neto. None is taken away.
insert into backoffice.payment_methods (name) select unnest(%(names)s::text[]) on conflict do nothing
