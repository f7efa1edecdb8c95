-- One text for what becomes of all rows, in any order of reading: equal only where every row's outcome is.
select concat_ws(' ', count(*), sum(hashtextextended(concat_ws(' ', row_number, outcome), 0)))
from approval_outcomes
