# One image for every Airflow service and for the sandbox store, from the same hashed locks as a laptop.
# It holds the checkout's DAGs, plugins and SQL; data, logs and uploads live in volumes.
FROM python:3.12-slim

# requirements-dev.lock adds what the sandbox store needs.
ARG LOCK=requirements.lock
WORKDIR /app
COPY requirements-installer.lock requirements.lock requirements-dev.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements-installer.lock \
 && uv pip install --system --no-cache --compile-bytecode --require-hashes -r ${LOCK}

COPY pyproject.toml ./
COPY include include
COPY plugins plugins
COPY dags dags
COPY sandbox sandbox
# Editable: the package finds its SQL beside itself. The lock pins what builds it too.
RUN uv pip install --system --no-cache --no-deps --build-constraints requirements-dev.lock -e . \
 && useradd --uid 50000 --create-home airflow \
 && install -d -o airflow /airflow /airflow/imports /store

USER airflow
ENV AIRFLOW_HOME=/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/app/dags \
    AIRFLOW__CORE__PLUGINS_FOLDER=/app/plugins \
    AIRFLOW__CORE__LOAD_EXAMPLES=False \
    PYTHONUNBUFFERED=1
ENTRYPOINT ["python", "-m"]
CMD ["airflow", "version"]
