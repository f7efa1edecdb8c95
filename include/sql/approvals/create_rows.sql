-- The rows of one CSV as they were read. value null: the run's static value.
create temporary table approval_rows (row_number int, sku text, value text) on commit drop
