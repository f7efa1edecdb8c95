select count(*) from (select distinct product_id, variant_id from stock_readings) r
