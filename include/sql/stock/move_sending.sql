-- The batch before is recorded: the one on its way is this.
update bigcommerce.stock_sendings set first_sku = %(first_sku)s, last_sku = %(last_sku)s, began_at = now()
where sending_id = %(sending_id)s
