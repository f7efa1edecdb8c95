"""Tells Airflow of the connection types, so that their connection forms have the right fields."""

from __future__ import annotations

from typing import Any


def get_provider_info() -> dict[str, Any]:
    """Entry point `apache_airflow_provider`. Source: Airflow "Custom connections in provider packages"."""
    return {
        "package-name": "bigcommerce-airflow",
        "name": "BigCommerce",
        "description": "Keeps BigCommerce stores and a back office in step.",
        "versions": ["0.1.0"],
        "connection-types": [
            {
                "connection-type": "bigcommerce",
                "hook-class-name": "bigcommerce.hooks.bigcommerce.BigCommerceHook",
                "hook-name": "BigCommerce",
                "ui-field-behaviour": {
                    "hidden-fields": ["schema"],
                    "relabeling": {"host": "API address", "login": "Client ID", "password": "Access token"},
                    "placeholders": {"host": "https://api.bigcommerce.com"},
                },
                "conn-fields": {
                    "store_hash": {
                        "label": "Store hash",
                        "description": "From the API path: https://api.bigcommerce.com/stores/<store hash>/v3/",
                        "schema": {"type": ["string", "null"], "pattern": "^[a-z0-9]+$"},
                    },
                    "client_secret": {
                        "label": "Client secret",
                        "description": "Shown once with the access token. Optional: the flows do not need it.",
                        "schema": {"type": ["string", "null"], "format": "password"},
                    },
                },
            },
            {
                "connection-type": "neto",
                "hook-class-name": "bigcommerce.hooks.neto.NetoHook",
                "hook-name": "Neto",
                "ui-field-behaviour": {
                    "hidden-fields": ["schema", "port"],
                    "relabeling": {"host": "Site address", "login": "API user name", "password": "API key"},
                    "placeholders": {"host": "https://www.example.com.au", "login": "empty for a global key"},
                },
                "conn-fields": {
                    "calls_a_minute": {
                        "label": "Calls a minute",
                        "description": "At most, of all tasks. The account has 500, shared by all its integrations.",
                        "schema": {"type": ["integer", "null"], "minimum": 1},
                    },
                },
            },
        ],
    }
