-- Waits until no other task works at this flow of the store; held until unlocked or until this session ends.
select pg_advisory_lock(hashtext(%(flow)s), hashtext(%(store)s))
