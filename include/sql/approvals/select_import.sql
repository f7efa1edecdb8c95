select * from bigcommerce.approval_imports where store_code = %(store)s and import_id = %(import_id)s
