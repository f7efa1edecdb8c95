"""What a person sees and changes: server-rendered pages inside Airflow's UI, with its sign-in and its roles.

app.py puts the pages together; guard.py says who may do what; visit.py is one request with its database connection and
its person; pages/ has one module a page, templates/ its HTML; links.py knows addresses; airflow_api.py asks Airflow.
"""
