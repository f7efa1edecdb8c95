select compared_at from bigcommerce.full_exports where store_code = %(store)s and flow = %(flow)s
