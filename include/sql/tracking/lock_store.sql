-- Waits until no other task exports shipments of this store; held until unlocked or until this session ends.
select pg_advisory_lock(1953653611, hashtext(%(store)s)) -- the number spells "trck"
