-- Who has seen a change and done what it asks for; null: the back office itself.
alter table backoffice.order_changes add column acknowledged_by text;
