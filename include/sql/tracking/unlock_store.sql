select pg_advisory_unlock(1953653611, hashtext(%(store)s))
