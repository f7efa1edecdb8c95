"""Decides. Data in, data out: no Airflow, no SQL, no HTTP, no clock."""
