-- What a rejected row said, so that its correction can be imported as it was meant. null: it had no value of its own.
alter table bigcommerce.approval_import_rejects add column value text;
