-- What a rollback restores and what it leaves, kept with its run.
insert into bigcommerce.rollback_outcomes
    (store_code, dag_run_id, outcome, skus, examples, rollback_run, is_dry_run)
values (%(store)s, %(dag_run_id)s, %(outcome)s, %(skus)s, %(examples)s, %(rollback_run)s, %(is_dry_run)s)
