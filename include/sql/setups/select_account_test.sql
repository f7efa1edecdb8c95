select tested_at, tested_by, problem, scopes, store_name, currency, plan_name, quota
from bigcommerce.account_tests
where store_code = %(store)s and account = %(account)s
