select verdict, count(*) from stock_plan group by verdict
