# The pipelines on plain Python with the hashed lock, as everywhere else.
FROM python:3.12-slim-bookworm
ENV PYTHONUNBUFFERED=1 AIRFLOW_HOME=/opt/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/commerce/dags AIRFLOW__CORE__PLUGINS_FOLDER=/opt/commerce/plugins \
    AIRFLOW__CORE__LOAD_EXAMPLES=False
WORKDIR /opt/commerce
COPY requirements.lock requirements-installer.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements-installer.lock \
    && uv pip install --system --no-cache --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY plugins plugins
COPY include include
COPY dags dags
RUN uv pip install --system --no-cache hatchling==1.33.0 editables==0.6 \
    && uv pip install --system --no-cache --no-deps --no-build-isolation -e . \
    && useradd --create-home --uid 50000 airflow && mkdir -p $AIRFLOW_HOME && chown airflow $AIRFLOW_HOME
USER airflow
