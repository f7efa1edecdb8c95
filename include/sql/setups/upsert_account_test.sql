insert into bigcommerce.account_tests
    (store_code, account, tested_by, problem, scopes, store_name, currency, plan_name, quota)
values
    (
        %(store)s, %(account)s, %(tested_by)s, %(problem)s, %(scopes)s, %(store_name)s, %(currency)s, %(plan_name)s,
        %(quota)s
    )
on conflict (store_code) do update set
    tested_at = now(), account = excluded.account, tested_by = excluded.tested_by, problem = excluded.problem, scopes = excluded.scopes,
    store_name = excluded.store_name, currency = excluded.currency, plan_name = excluded.plan_name,
    quota = excluded.quota
