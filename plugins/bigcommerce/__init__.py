"""BigCommerce ↔ back office, as Airflow building blocks.

domain/      decides: one order, one consignment, one CSV; pure, no Airflow, no SQL, no HTTP, no clock
connectors/  speaks HTTP: one file per remote system over one transport
db/          speaks SQL: functions over the statements in include/sql, given a connection
hooks/       an Airflow connection → a client or a database connection
operators/   read → decide → write → record; what the DAGs are made of
errors.py    every error raised here, drawn as a tree
"""
