"""HTTP, one file per remote system over one transport. No Airflow: a session, an address and a clock are passed in."""
