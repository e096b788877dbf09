"""Schemathesis throws whatever the API's own description allows (and what it does not) at every route: never a 500."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error

from shuanglun.storage import Database
from shuanglun.storage.migrate import upgrade
from support.running import Running, running


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def here(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("fuzz")
    if request.param == "sqlite":
        database = Database(str(folder / "fuzz.db"))
        upgrade(database)
    else:
        url = request.getfixturevalue("postgres_module_url")
        database = Database(url)
        upgrade(database)
    with running(database, folder) as found:
        yield found
    database.close()


@pytest.fixture
def api_schema(here: Running) -> Any:
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", here.app)
    return schema.exclude(path=["/api/v1/live", "/api/v1/sign-out"])


schema = schemathesis.pytest.from_fixture("api_schema")


@schema.parametrize()
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_route_answers_500(case: schemathesis.Case, here: Running) -> None:
    headers = {**here.ours.headers(), "Idempotency-Key": secrets.token_hex(8)}
    case.headers = {**(case.headers or {}), **headers}
    response = case.call()
    case.validate_response(response, checks=(not_a_server_error,))
