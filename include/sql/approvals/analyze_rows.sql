-- A temporary table has no statistics, and half a million rows planned as a thousand take minutes.
analyze approval_rows
