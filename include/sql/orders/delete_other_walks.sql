-- An unfinished walk of this purpose over another window proves nothing any more.
-- store, purpose, by, window_from, window_to
delete from bigcommerce.order_walks
where store_code = %(store)s and purpose = %(purpose)s and finished_at is null
    and (walked_by, window_from, window_to) is distinct from (%(by)s, %(window_from)s, %(window_to)s)
