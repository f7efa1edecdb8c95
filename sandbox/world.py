"""The whole product on this laptop: embedded Postgres, the sandbox store and Airflow, started, stopped and wiped.
With NETO=1 also a sandbox Neto account, whose catalogue then takes the place of the pretend back office's own. With
SETUP=1 nothing joins store and back office yet: somebody goes through the set-up in the control panel.

What the caller's environment names (a database, a store, an Airflow of their own) is used as it is, and nothing is
started, written or seeded for that part.
"""

import importlib.metadata
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sandbox import airflow_processes, environment, neto_account, postgres, processes, seed, settings, steps, store
from sandbox.postgres import Server
from sandbox.settings import Settings

COMMERCE, STORE, NETO = "commerce_db", "bigcommerce_default", "neto_default"


@dataclass(frozen=True)
class World:
    """One world: its folder, the environment it was asked for in, and how it should start.

    preferred_port: for Airflow's pages. with_neto: a sandbox Neto account too. with_setup: the set-up is left to a
    person. on_demand: no run starts by itself, and Airflow has no triggerer.
    """

    folder: Path
    caller: Mapping[str, str]
    preferred_port: int | None = 8080
    with_neto: bool = False
    with_setup: bool = False
    on_demand: bool = False
    say: Callable[[str], None] = print

    @property
    def database(self) -> Path:
        return self.folder / "database"

    def given(self, conn_id: str) -> bool:
        return f"AIRFLOW_CONN_{conn_id.upper()}" in self.caller


def asks_for(name: str, caller: Mapping[str, str]) -> bool:
    """`make up NETO=1`, `make up SETUP=1`."""
    return caller.get(name, "") not in ("", "0")


def up(world: World) -> Settings:
    """Everything running and answering, whatever ran before; what died meanwhile is started again."""
    settings.refuse_foreign(world.folder)
    is_new = not settings.is_kept(world.folder)
    kept = settings.load(world.folder)
    if world.with_setup and not (is_new or kept.sets_up):
        raise SystemExit("The store of this world is set up already: `make reset` wipes it, then ask again.")
    kept = replace(kept, has_neto=kept.has_neto or world.with_neto, sets_up=kept.sets_up or world.with_setup)
    kept = _choose_ports(world, kept)
    settings.keep(world.folder, kept)
    ours = environment.metadata_is_ours(world.caller)
    parts = (COMMERCE, STORE, NETO) if kept.has_neto else (COMMERCE, STORE)
    embedded = {conn_id for conn_id in parts if not world.given(conn_id)}
    server = _server(world) if ours else None
    if not ours:  # another Airflow's database may hold the connections
        answer = steps.setup(world.folder, _environment(world, kept, None), False, dict.fromkeys(embedded, "{}"), {})
        embedded -= set(answer["present"])
    if COMMERCE in embedded and server is None:
        server = _server(world)
    if STORE in embedded:
        world.say("starting the sandbox store")
        store.start(world.folder, kept)
    if NETO in embedded:
        world.say("starting the sandbox Neto account")
        neto_account.start(world.folder, kept)
    wanted = _connections(embedded, kept, server)
    child = _environment(world, kept, server if ours else None)
    if not ours:
        child |= {f"AIRFLOW_CONN_{conn_id.upper()}": text for conn_id, text in wanted.items()}
    kept = _migrate_both(world, kept, child, wanted, server if ours else None)
    if COMMERCE in embedded and server:
        is_enabled = None if kept.sets_up else STORE in embedded
        if seed.seed(server.dsn(), is_enabled, with_neto=NETO in embedded):
            world.say("seeded the back office")
            shutil.copy(seed.APPROVED_SKUS, world.folder / "airflow" / "imports")
        kept = keep_apart(world, kept, server, is_pretend_store=STORE in embedded)
    given = tuple(conn_id for conn_id in (COMMERCE, STORE, NETO) if world.given(conn_id))
    kept = settings.keep(world.folder, replace(kept, given=given))
    if STORE in embedded and COMMERCE not in embedded:
        world.say(f"{COMMERCE} is a database of yours, but the store is the sandbox's: its orders are not real")
    if kept.has_neto and not kept.sets_up:
        kept = _connect_neto(world, kept, server if COMMERCE in embedded else None, is_pretend=NETO in embedded)
    names = [name for name in airflow_processes.NAMES if not (world.on_demand and name == "triggerer")]
    started = airflow_processes.start(world.folder, child, names)
    if started:
        world.say(f"starting Airflow: {', '.join(started)}")
    airflow_processes.wait_until_healthy(world.folder, url(kept), names)
    if STORE in embedded:
        store.wait_until_ready(world.folder, kept)
    if NETO in embedded:
        neto_account.wait_until_ready(world.folder, kept)
    return kept


def keep_apart(world: World, kept: Settings, server: Server, is_pretend_store: bool) -> Settings:
    """The pretend back office's prices must not reach a store that is none of ours, so its own store is off there.

    Switched on again when the sandbox store is back. A person who means it sets is_enabled.
    """
    if not is_pretend_store and not kept.switched_off:
        seed.switch_store(server.dsn(), is_enabled=False)
        world.say(
            f'{STORE} is a store of yours, but the database is the pretend back office: store "default" is switched '
            f"off. Name your database in AIRFLOW_CONN_{COMMERCE.upper()}, or set is_enabled in bigcommerce.stores."
        )
        return replace(kept, switched_off=True)
    if is_pretend_store and kept.switched_off:
        seed.switch_store(server.dsn(), is_enabled=True)
        return replace(kept, switched_off=False)
    return kept


def _connect_neto(world: World, kept: Settings, server: Server | None, is_pretend: bool) -> Settings:
    """Pretend orders must not reach an account of theirs, nor a pretend catalogue their database.

    server: of the embedded back office. A person who means it sets the row of neto.settings.
    """
    if server and is_pretend:
        seed.connect_neto(server.dsn())
    elif server:
        seed.disconnect_neto(server.dsn())
        kept = settings.keep(world.folder, replace(kept, has_neto=False))
        world.say(f"{NETO} is an account of yours, but the back office is the pretend one: it is not connected")
    else:
        world.say(f"{COMMERCE} is a database of yours: the sandbox Neto account is not connected to it")
    return kept


def down(world: World) -> None:
    """Returns when nothing of this world runs any more."""
    airflow_processes.stop(world.folder)
    store.stop(world.folder)
    neto_account.stop(world.folder)
    postgres.stop(world.database)


def wipe(world: World) -> None:
    """Stopped, and nothing left of it but the lock that is held."""
    down(world)
    postgres.wipe(world.database)
    for path in world.folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != "lock":
            path.unlink()


def migrate(world: World) -> int:
    """The product's own schemas, in the database of connection commerce_db; the exit status of its command."""
    kept = settings.load(world.folder)
    ours = environment.metadata_is_ours(world.caller)
    defaults = environment.of_checkout(world.folder)
    if ours and not world.given(COMMERCE):
        with settings.alone(world.folder):
            settings.refuse_foreign(world.folder)
            server = _server(world)
        if steps.is_current(server, kept):  # Airflow's own database may name another one by now
            defaults |= environment.of_metadata(server) | environment.of_processes(world.folder, kept)
        else:
            defaults |= {f"AIRFLOW_CONN_{COMMERCE.upper()}": _connections({COMMERCE}, kept, server)[COMMERCE]}
    return steps.product_migration(environment.for_children(world.caller, defaults)).wait()


def url(kept: Settings) -> str:
    return f"http://127.0.0.1:{kept.ui_port}"


def _choose_ports(world: World, kept: Settings) -> Settings:
    """Kept from start to start; another one only where somebody else took it while we were down."""
    if "AIRFLOW__API__PORT" in world.caller:
        kept = replace(kept, ui_port=int(world.caller["AIRFLOW__API__PORT"]))
    elif processes.running(world.folder / "processes", "api-server") is None:
        kept = settings.with_port(kept, "ui_port", world.preferred_port)
    if processes.running(world.folder / "processes", store.NAME) is None:
        kept = settings.with_port(kept, "store_port")
    if kept.has_neto and processes.running(world.folder / "processes", neto_account.NAME) is None:
        kept = settings.with_port(kept, "neto_port")
    return kept


def _server(world: World) -> Server:
    if postgres.running(world.database) is None:
        world.say("starting Postgres")
    return postgres.start_server(world.database)


def _connections(embedded: set[str], kept: Settings, server: Server | None) -> dict[str, str]:
    """The JSON forms of the connections that lead to the embedded parts."""
    forms: dict[str, dict] = {}
    if COMMERCE in embedded and server:
        forms[COMMERCE] = {"conn_type": "postgres", "host": server.host, "port": server.port, "schema": "commerce"}
        forms[COMMERCE] |= {"login": "postgres", "password": server.password}
    if STORE in embedded and not kept.sets_up:
        forms[STORE] = store.connection(kept)
    if NETO in embedded:
        forms[NETO] = neto_account.connection(kept)
    return {conn_id: json.dumps(form, sort_keys=True) for conn_id, form in forms.items()}


def _environment(world: World, kept: Settings, metadata: Server | None) -> dict[str, str]:
    """What Airflow's processes run with. Their folders are made, and the file with the passwords of the UI's people."""
    home = world.folder / "airflow"
    (home / "imports").mkdir(parents=True, exist_ok=True)
    passwords = home / "passwords.json"
    passwords.touch(mode=0o600)
    passwords.write_text(json.dumps(kept.passwords))
    defaults = environment.of_checkout(world.folder) | environment.of_processes(world.folder, kept, world.on_demand)
    if metadata:
        defaults |= environment.of_metadata(metadata)
    return environment.for_children(world.caller, defaults)


def _migrate_both(
    world: World, kept: Settings, child: dict[str, str], wanted: dict[str, str], server: Server | None
) -> Settings:
    """The product's schemas, and beside it Airflow's own where that is embedded and not as we left it."""
    for_product = dict(child)
    current = server is not None and steps.is_current(server, kept)
    if server and not current and COMMERCE in wanted:
        for_product[f"AIRFLOW_CONN_{COMMERCE.upper()}"] = wanted[COMMERCE]  # before Airflow can hold it
    product = steps.product_migration(for_product, world.folder / "logs" / "migrate.log")
    try:
        if server and not (current and wanted == kept.connections and steps.has_connections(server, list(wanted))):
            world.say("preparing Airflow's database")
            answer = steps.setup(world.folder, child, True, wanted, kept.connections)
            version = importlib.metadata.version("apache-airflow-core")
            migrated = {"airflow": version, "revision": answer["revision"]}
            kept = settings.keep(world.folder, replace(kept, migrated=migrated, connections=kept.connections | wanted))
    finally:
        status = product.wait()
    if status:
        raise SystemExit(f"migrating the schemas failed:\n{steps.tail(world.folder / 'logs' / 'migrate.log')}")
    return kept
