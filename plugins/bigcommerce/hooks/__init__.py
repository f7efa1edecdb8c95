"""An Airflow connection → a client of a remote system, or a database connection."""
