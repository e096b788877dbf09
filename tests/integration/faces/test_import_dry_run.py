"""``shuanglun import FILE --dry-run``: what each kind of order file would become, and nothing of it stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from shuanglun.faces.cli import import_orders
from shuanglun.faces.cli.main import app
from shuanglun.faces.cli.serve import open_database
from shuanglun.factory.orders import list_imports, list_orders
from support.sample import EXAMPLES, make_factory

# file, profile it is read by, a column nobody uses, exit code
SHIPPED = [
    ("dealer-40-gbk.csv", "door_order", None, 0),
    ("dealer-columns.xlsx", "door_columns", "玻璃样式", 0),
    ("dealer-forms.xlsx", "door_form", "踢脚线高", 0),
    ("dealer-room-sheets.xlsx", "door_form", "客厅灯线", 0),
    ("dealer-30-with-faults.xlsx", "door_order", "门板饰面", 2),
    ("panels-paneldata.json", "panel_json", "holes_name", 0),
    ("panels-cutlist.csv", "panel_cutlist", "打孔开槽", 0),
    ("panel-list.csv", "panel_list", None, 0),
]
BROKEN = [
    ("empty.csv", b"", "ORDER-FILE-EMPTY"),
    ("prose.csv", "你好\n随便写的\n".encode(), "ORDER-HEADING-MISSING"),
    ("cut.json", b'{"panelData": [{"name": 1', "ORDER-JSON-DAMAGED"),
    ("cut.xlsx", b"PK\x03\x04broken", "ORDER-FILE-CUT-OFF"),
    ("scan.pdf", b"%PDF-1.7", "ORDER-FILE-NOT-A-WORKBOOK"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample factory."""
    folder = tmp_path_factory.mktemp("data")
    database = open_database(folder, None)
    make_factory(database, folder)
    database.close()
    return folder


def _run(monkeypatch: pytest.MonkeyPatch, *args: str) -> tuple[int, str]:
    monkeypatch.setattr(import_orders, "console", Console(highlight=False, width=160))
    result = CliRunner().invoke(app, ["import", *args, "--dry-run"], catch_exceptions=False)
    return result.exit_code, result.output


@pytest.mark.parametrize(("name", "profile", "kept", "code"), SHIPPED)
def test_a_shipped_file_says_how_it_is_read_and_what_is_kept(
    data: Path, monkeypatch: pytest.MonkeyPatch, name: str, profile: str, kept: str | None, code: int
) -> None:
    exit_code, output = _run(monkeypatch, str(EXAMPLES / name), "--data", str(data))
    assert (exit_code, f"({profile})" in output) == (code, True), output
    if kept:
        line = next(each for each in output.splitlines() if f" {kept} " in each)
        assert "原样保留" in line


@pytest.mark.parametrize(("name", "content", "finding"), BROKEN)
def test_a_broken_file_gives_a_finding(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, finding: str
) -> None:
    (tmp_path / name).write_bytes(content)
    exit_code, output = _run(monkeypatch, str(tmp_path / name), "--data", str(data))
    assert exit_code == 2
    assert finding in output
    assert "导入方案 profile" not in output


def test_nothing_of_a_dry_run_is_stored(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _run(monkeypatch, str(EXAMPLES / "dealer-40-gbk.csv"), "--data", str(data))[0] == 0
    assert _run(monkeypatch, str(EXAMPLES / "dealer-40-gbk.csv"), "--data", str(data), "--profile", "nobody")[0] == 2
    database = open_database(data, None)
    from shuanglun.faces.cli.importing import factory_tenant

    tenant_id = factory_tenant(database, "jsdoor")
    with database.read(tenant_id) as work:
        assert (list_imports(work), list_orders(work)) == ([], [])
    database.close()
