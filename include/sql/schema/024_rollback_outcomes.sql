-- What a run that rolled another one back restored and what it left as it was, and why.
create table bigcommerce.rollback_outcomes (
    store_code   text references bigcommerce.stores,
    dag_run_id   text, -- of the rollback
    outcome      text check (outcome in (
        'rolled_back', 'first_sent', 'changed_since', 'same', 'unapproved', 'inactive', 'unlinked', 'list_not_mapped'
    )),
    skus         int not null default 0,
    examples     text[] not null default '{}',
    rollback_run text, -- the run that was rolled back
    is_dry_run   boolean not null default false,
    primary key (store_code, dag_run_id, outcome)
);
