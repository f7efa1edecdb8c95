-- Whether the customer groups are due for a look: one row if so, at most once a day.
insert into bigcommerce.group_discount_checks as c (store_code) values (%(store)s)
on conflict (store_code) do update set checked_at = now()
where c.checked_at < now() - interval '1 day' or %(at_once)s
returning store_code
