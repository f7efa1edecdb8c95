select pg_advisory_unlock(hashtext(%(flow)s), hashtext(%(store)s))
