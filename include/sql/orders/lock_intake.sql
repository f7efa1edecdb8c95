-- One page of a store's orders is written at a time, so that two runs over the same orders cannot mix.
select pg_advisory_xact_lock(hashtext('bigcommerce orders'), hashtext(%(store)s))
