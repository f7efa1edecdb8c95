-- What is kept of the unchanged only needs a word.
select verdict, count(*) from price_plan where verdict <> 'unchanged' group by verdict
