-- The first rows of each outcome, for a person to look at. how_many: of each.
select outcome, row_number, sku
from (select *, row_number() over (partition by outcome order by row_number) as place from approval_outcomes) o
where place <= %(how_many)s
order by outcome, row_number
