-- Neto is switched off. No row comes back where it was already.
delete from neto.settings returning store_code
