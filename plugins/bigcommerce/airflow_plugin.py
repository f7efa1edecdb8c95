"""Puts the control panel into Airflow. The only file of the package that Airflow's plugin loader runs by itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from airflow.configuration import conf
from airflow.plugins_manager import AirflowPlugin

from bigcommerce.ui.app import create_panel
from bigcommerce.ui.links import PANEL

# Airflow puts the address into a frame as it stands: behind a path prefix it needs the prefix.
PREFIX = urlsplit(conf.get("api", "base_url", fallback="")).path.rstrip("/")


class BigCommercePlugin(AirflowPlugin):
    """Source: Airflow's plugin interface, `fastapi_apps` and `external_views`."""

    name = "bigcommerce"
    fastapi_apps: list[dict[str, Any]] = [  # noqa: RUF012 (Airflow's own shape)
        {"app": create_panel(), "url_prefix": PANEL, "name": "BigCommerce control panel"}
    ]
    external_views: list[dict[str, Any]] = [  # noqa: RUF012 (Airflow's own shape)
        {
            "name": "BigCommerce",
            "href": f"{PREFIX}{PANEL}/",
            "url_route": "bigcommerce",
            "destination": "nav",
            "nav_top_level": True,
        }
    ]
