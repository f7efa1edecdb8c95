"""Airflow operators: read → decide → write → record. Rules live in domain/ and include/sql/."""
