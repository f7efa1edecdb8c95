-- How many values can be written now, by level.
select level, count(*) from stock_plan where verdict = 'send' and switch_to is null group by level
