-- Every batch was answered: this sending's, and after a run over all SKUs those that other runs had left behind.
-- sending_id: null where nothing was sent
delete from bigcommerce.stock_sendings
where store_code = %(store)s and (sending_id = %(sending_id)s or %(is_for_all)s)
