"""Requests held against the published OpenAPI files, in the background; what does not fit is listed, never refused.

Known errors of those files are passed over: nullable prices, lists typed integer, identities that match thrice.
"""

import json
import queue
import re
import threading
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import yaml
from openapi_schema_validator import OAS30Validator

METHODS = ("get", "put", "post", "delete")
NULLABLE = {"price", "sale_price", "retail_price", "cost_price", "map_price"}
MOST_KEPT = 1_000
SAMPLE = 100  # of a long list the first and the last so many are looked at


class Checker:
    """The loaded operations and the thread that checks; files are read once each, at their first use."""

    def __init__(self, folder: Path) -> None:
        self.violations: list[dict[str, Any]] = []
        self._folder = folder
        self._specs: list[tuple[str, list[tuple[re.Pattern[str], dict[str, Any]]]]] | None = None
        self._validators: dict[int, OAS30Validator] = {}
        self._waiting: queue.Queue[tuple[str, str, str, dict[str, str], bytes]] = queue.Queue()
        threading.Thread(target=self._run, daemon=True).start()

    def note(self, method: str, path: str, query: str, headers: dict[str, str], body: bytes) -> None:
        """Queue a request; `path` from /v2 or /v3 on."""
        self._waiting.put((method, path, query, headers, body))

    def drained(self) -> list[dict[str, Any]]:
        """What was found wrong, [{method, path, reason}], once everything queued has been looked at."""
        self._waiting.join()
        return list(self.violations)

    def clear(self) -> None:
        """Forget what was found."""
        self._waiting.join()
        self.violations.clear()

    def _run(self) -> None:
        while True:
            method, path, query, headers, body = self._waiting.get()
            try:
                for reason in self.problems(method, path, query, headers, body):
                    if len(self.violations) < MOST_KEPT:
                        self.violations.append({"method": method, "path": path, "reason": reason})
            except Exception as error:
                self.violations.append({"method": method, "path": path, "reason": f"could not be checked: {error!r}"})
            finally:
                self._waiting.task_done()

    def problems(self, method: str, path: str, query: str, headers: dict[str, str], body: bytes) -> list[str]:
        """Why a request does not fit its operation; [] when it does."""
        operation = self.operation(method, path)
        if operation is None:
            return ["no such operation in the published specs"]
        found = []
        sent = parse_qsl(query, keep_blank_values=True)
        known = {p["name"]: p for p in operation["parameters"] if p["in"] == "query"}
        for name, text in sent:
            if name not in known:
                found.append(f"query {name}: not a parameter of this operation")
            elif not name.endswith(":in"):
                # the direction of V2's `sort=id:asc` is described in words only
                text = re.sub(":(asc|desc)$", "", text) if name == "sort" else text
                found += [f"query {name}: {why}" for why in self._judge(known[name]["schema"], text)]
        for parameter in operation["parameters"]:
            name = parameter["name"].lower()
            if method == "GET" and name == "content-type":
                continue  # asked for even where there is no content
            if parameter.get("required") and parameter["in"] == "header" and name not in headers:
                found.append(f"header {parameter['name']}: missing")
            if parameter.get("required") and parameter["in"] == "query" and parameter["name"] not in dict(sent):
                found.append(f"query {parameter['name']}: missing")
        if body and operation["body"] is not None:
            try:
                content = json.loads(body)
            except ValueError:
                return [*found, "body: not JSON"]
            found += [f"body {why}" for why in self._errors(operation["body"], shortened(content))]
        return found

    def _judge(self, schema: dict[str, Any], text: str) -> list[str]:
        """A query value is text; try what its schema may mean by it."""
        kind = schema.get("type")
        if kind == "array":
            return [why for part in text.split(",") for why in self._judge(schema["items"], part)]
        if kind in ("integer", "number"):
            try:
                return self._errors(schema, int(text) if kind == "integer" else float(text))
            except ValueError:
                return [f"{text[:40]!r} is not of type {kind}"]
        if kind == "boolean":
            return [] if text in ("true", "false") else [f"{text[:40]!r} is not true or false"]
        return self._errors(schema, text)

    def _errors(self, schema: dict[str, Any], value: Any) -> list[str]:
        validator = self._validators.setdefault(id(schema), OAS30Validator(schema))
        return [
            f"{'/'.join(str(part) for part in error.absolute_path)}: {error.message[:200]}"
            for error in list(validator.iter_errors(value))[:5]
        ]

    def operation(self, method: str, path: str) -> dict[str, Any] | None:
        """{parameters, body, responses} of the operation that serves a path; None when none does."""
        if self._specs is None:
            self._specs = [(file.name.split(".")[1], _operations(file)) for file in sorted(self._folder.glob("*.yaml"))]
        version, _, rest = path.lstrip("/").partition("/")
        for file_version, operations in self._specs:
            if file_version == version:
                for pattern, methods in operations:
                    if pattern.fullmatch(f"/{rest}") and method.lower() in methods:
                        found: dict[str, Any] = methods[method.lower()]
                        return found
        return None


def _operations(file: Path) -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    """[(path pattern, {method: {parameters, body, responses}})] of one file, paths without variables first."""
    document = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    found = []
    for template in sorted(document["paths"], key=lambda path: path.count("{")):
        item = inline(document["paths"][template], document)
        methods = {}
        for method in METHODS:
            if method in item:
                operation = item[method]
                body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
                methods[method] = {
                    "parameters": operation.get("parameters", []) + item.get("parameters", []),
                    "body": body,
                    "responses": operation.get("responses", {}),
                    "name": operation.get("operationId", ""),
                }
        found.append((re.compile(re.sub(r"\{[^}]+\}", r"\\d+", template)), methods))
    return found


def inline(node: Any, document: dict[str, Any], trail: tuple[str, ...] = ()) -> Any:
    """A copy without references, the known errors mended; what refers to itself becomes anything."""
    if isinstance(node, list):
        return [inline(part, document, trail) for part in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    if isinstance(reference, str):
        if reference in trail:
            return {}
        target: Any = document
        for part in reference.removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/")]
        return inline(target, document, (*trail, reference))
    copy = {key: inline(value, document, trail) for key, value in node.items() if key not in ("example", "examples")}
    properties = copy.get("properties")
    if isinstance(properties, dict):
        for name in NULLABLE & set(properties):
            properties[name] = {**properties[name], "nullable": True}
        if "identity" in properties and "oneOf" in properties["identity"]:
            properties["identity"] = {"anyOf": properties["identity"]["oneOf"]}
    return copy


def shortened(content: Any) -> Any:
    """A long list, at the top or under `items`, without its middle: a thousand rows of one shape teach nothing."""
    if isinstance(content, dict):
        return {key: shortened(value) if key == "items" else value for key, value in content.items()}
    if isinstance(content, list) and len(content) > 2 * SAMPLE:
        return content[:SAMPLE] + content[-SAMPLE:]
    return content
