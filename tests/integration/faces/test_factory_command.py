"""``shuanglun factory FILE``: an empty server becomes a factory one can sign in to; a wrong description sets up nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import func, select
from typer.testing import CliRunner

from shuanglun.access.people import sign_in
from shuanglun.access.tables import tenants
from shuanglun.faces.cli import sample
from shuanglun.faces.cli.main import app
from shuanglun.factory.floor.tables import stations
from shuanglun.storage import Database


def _run(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(args), catch_exceptions=False)
    return result.exit_code, result.output


def _described(**changed: Any) -> str:
    own = yaml.safe_load(sample.text())
    own["tenants"] = [{"code": "ownshop", "name": "自家木门厂", "kind": "factory"}]
    own["people"] = [{"tenant": "ownshop", "login": "me", "name": "我", "role": "owner"}]
    return yaml.safe_dump({**own, **changed}, allow_unicode=True)


def test_the_example_is_the_sample_itself() -> None:
    assert _run("factory", "--example") == (0, sample.text())


def test_a_described_factory_can_be_signed_in_to_and_is_set_up_once(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(_described(), "utf-8")
    code, output = _run("factory", str(tmp_path / "own.yaml"), "--data", str(tmp_path / "data"))
    assert code == 0, output
    kept = yaml.safe_load((tmp_path / "data" / "sign-ins.yaml").read_text("utf-8"))
    password = kept["people"][0]["password"]
    assert password in output
    database = Database(str(tmp_path / "data" / "shuanglun.db"))
    _, session = sign_in(database, "me", password, "127.0.0.1")
    assert session.person.tenant.code == "ownshop"
    with database.read(session.person.tenant.id) as work:
        assert work.scalar(select(func.count()).select_from(stations)) == len(sample.load().stations)
    code, output = _run("factory", str(tmp_path / "own.yaml"), "--data", str(tmp_path / "data"))
    assert code == 2
    with database.read("") as work:
        assert work.scalar(select(func.count()).select_from(tenants)) == 1
    database.close()


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"people": [{"tenant": "ownshop", "login": "me", "name": "我", "role": "king"}]}, "people.0.role"),
        ({"people": [{"tenant": "other", "login": "me", "name": "我", "role": "owner"}]}, "people.tenant"),
        ({"tenants": []}, "tenants"),
        ({"cure_minutes": -1}, "cure_minutes"),
        ({"colour": ["白"]}, "colour"),
        ({"stations": []}, "stations.machine"),
        ({"calendar": {"name": "班", "weekdays": {"0": [{"name": "早", "start": "8点", "end": "12:00"}]}}}, "calendar"),
        # YAML reads 08:00 without quotes as the number 480.
        (
            {"calendar": {"name": "班", "weekdays": {"0": [{"name": "早", "start": 480, "end": 720}]}}},
            "calendar.weekdays",
        ),
    ],
)
def test_a_wrong_description_names_the_place_and_sets_up_nothing(
    tmp_path: Path, changed: dict[str, Any], place: str
) -> None:
    (tmp_path / "own.yaml").write_text(_described(**changed), "utf-8")
    code, output = _run("factory", str(tmp_path / "own.yaml"), "--data", str(tmp_path / "data"))
    assert code == 2
    assert f"stop {place}" in output
    assert "FACTORY-FILE" in output
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("text", ["", "- 1", "a: [", "只是一句话"])
def test_what_is_no_description_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "own.yaml").write_text(text, "utf-8")
    code, output = _run("factory", str(tmp_path / "own.yaml"), "--data", str(tmp_path / "data"))
    assert code == 2
    assert "FACTORY-FILE" in output
