-- Until the transaction ends: with Postgres's own 4 MB half a million rows are sorted and joined on the disk.
set local work_mem = '64MB'
