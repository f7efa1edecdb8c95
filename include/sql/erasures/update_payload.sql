-- Its hash stays that of the payload as it came, so that the same order read again is known.
update bigcommerce.raw_orders set payload = %(payload)s
where store_code = %(store)s and bigcommerce_order_id = %(order_id)s and payload_hash = %(payload_hash)s
