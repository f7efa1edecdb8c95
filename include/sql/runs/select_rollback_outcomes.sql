-- What a run that rolled another one back restored and what it left, the restored first.
select outcome, skus, examples, rollback_run, is_dry_run
from bigcommerce.rollback_outcomes
where store_code = %(store)s and dag_run_id = %(dag_run_id)s
order by outcome <> 'rolled_back', skus desc, outcome
