-- Our own SKU lists put a ' before what a spreadsheet would run as a formula. It is taken off again, unless there is a
-- product whose SKU has it.
update approval_rows r set sku = substr(sku, 2)
where sku like '''%%' and sku ~ '^''+\s*[-=+@＝＋－＠]' and not exists (select from backoffice.products p where p.sku = r.sku)
