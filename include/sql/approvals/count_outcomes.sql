select outcome, count(*) from approval_outcomes group by outcome order by outcome
