-- Seconds since the newest price was accepted, by the clock it was kept by; null: none was.
select extract(epoch from clock_timestamp() - max(sent_at))::float8
from bigcommerce.price_exports where store_code = %(store)s
