select verdict, count(*) from price_plan group by verdict
