insert into bigcommerce.approval_imports (
    store_code, file, sha256, row_count, approved_count, unapproved_count, unchanged_count, rejected_count, imported_by,
    confirmed_by
)
values (
    %(store)s, %(file)s, %(sha256)s, %(row_count)s, %(approved)s, %(unapproved)s, %(unchanged)s, %(rejected)s,
    %(imported_by)s, %(confirmed_by)s
)
returning import_id
