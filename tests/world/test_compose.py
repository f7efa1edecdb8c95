"""docker-compose.yaml is read as YAML and held to what it promises; no Docker engine is needed."""

import re

import pytest
import yaml

from sandbox.airflow_processes import NAMES
from sandbox.settings import CHECKOUT

TEXT = (CHECKOUT / "docker-compose.yaml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]


def test_every_airflow_process_is_a_service_with_the_same_settings() -> None:
    for name in NAMES:
        assert SERVICES[name]["command"][:2] == ["airflow", name]
        assert SERVICES[name]["environment"] == SERVICES["init"]["environment"]
        assert SERVICES[name]["depends_on"] == {"init": {"condition": "service_completed_successfully"}}


def test_every_secret_comes_from_dotenv_and_the_head_says_which() -> None:
    head = TEXT.split("x-environment")[0]
    needed = set(re.findall(r"\$\{(\w+):\?", TEXT))
    assert needed
    assert [name for name in needed if f"{name}=" not in head] == []


@pytest.mark.parametrize("name", SERVICES)
def test_volumes_and_dependencies_exist(name: str) -> None:
    service = SERVICES[name]
    assert {volume.split(":")[0] for volume in service.get("volumes", [])} <= set(COMPOSE["volumes"])
    assert set(service.get("depends_on", {})) <= set(SERVICES)


def test_the_image_copies_only_what_is_there() -> None:
    for line in (CHECKOUT / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY "):
            assert [source for source in line.split()[1:-1] if not (CHECKOUT / source).exists()] == []
