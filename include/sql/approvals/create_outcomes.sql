-- What becomes of each row: approved, unapproved, unchanged, or the reason it is rejected for.
create temporary table approval_outcomes (row_number int, sku text, outcome text) on commit drop
