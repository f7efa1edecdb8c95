copy approval_rows (row_number, sku, value) from stdin
