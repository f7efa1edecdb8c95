-- A value that is back already is no change that somebody else made.
alter table bigcommerce.rollback_outcomes drop constraint rollback_outcomes_outcome_check;
alter table bigcommerce.rollback_outcomes add constraint rollback_outcomes_outcome_check check (outcome in (
    'rolled_back', 'first_sent', 'restored', 'changed_since', 'same', 'unapproved', 'inactive', 'unlinked',
    'list_not_mapped'
));
