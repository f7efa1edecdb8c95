-- Seconds since the newest number was accepted, by BigCommerce's clock, which they are kept by; null: none was.
select extract(epoch from %(now)s - max(sent_at))::float8
from bigcommerce.stock_exports where store_code = %(store)s
