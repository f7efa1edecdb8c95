-- Whoever saves the settings waits for who saves them meanwhile, also while there are none.
select pg_advisory_xact_lock(hashtext('neto'), hashtext('settings'))
