-- The database's clock, by which intents are dated.
select clock_timestamp()
