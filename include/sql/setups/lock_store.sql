-- Whoever saves a step waits for who saves another.
select from bigcommerce.stores where store_code = %(store)s for update
