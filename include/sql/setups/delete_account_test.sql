delete from bigcommerce.account_tests where store_code = %(store)s
