"""``shuanglun day``: file in, papers and tables out; exit code 2 with findings when something stops."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from shuanglun.faces.cli.main import app
from support.sample import EXAMPLES, SMALL


def _run(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(args), catch_exceptions=False)
    return result.exit_code, result.output


def test_day_makes_every_paper(tmp_path: Path) -> None:
    code, output = _run("day", str(EXAMPLES / "dealer-columns.xlsx"), "--out", str(tmp_path), "--drawings")
    assert code == 0, output
    lots = sorted((tmp_path / "lots").iterdir())
    assert lots
    for lot in lots:
        names = {path.name for path in lot.iterdir()}
        assert {"labels.pdf", "labels.zpl"} <= names
        assert all(path.stat().st_size > 100 for path in lot.iterdir())
    cut = next(lot for lot in lots if (lot / "cut-plan.pdf").exists())
    assert (cut / "cut-plan.pdf").read_bytes().startswith(b"%PDF")
    assert CalamineWorkbook.from_path(str(cut / "cut-list.xlsx")).sheet_names
    for order in (tmp_path / "orders").iterdir():
        papers = {"parts.csv", "parts.xlsx", "hardware.csv", "packing-list.pdf", "drawings.pdf", "drawings.zip"}
        assert {p.name for p in order.iterdir()} == papers
        with zipfile.ZipFile(order / "drawings.zip") as archive:
            assert {name.rsplit(".", 1)[-1] for name in archive.namelist()} == {"pdf", "svg", "dxf"}


def test_labels_are_one_a_piece(tmp_path: Path) -> None:
    _run("day", str(SMALL), "--out", str(tmp_path))
    labels = "".join(path.read_text() for path in tmp_path.glob("lots/*/labels.zpl"))
    codes = {line for line in labels.replace("^", "\n").splitlines() if line.startswith("FD") and "LA,P" in line}
    from shuanglun.storage import Database

    database = Database(str(tmp_path / "shuanglun.db"))
    with database.engine.connect() as connection:
        pieces = connection.exec_driver_sql("select count(*) from pieces").scalar()
    database.close()
    assert labels.count("^XA") == pieces
    assert not codes or len(codes) == pieces


def test_faults_stop_the_day_with_findings(tmp_path: Path) -> None:
    code, output = _run("day", str(EXAMPLES / "dealer-30-with-faults.xlsx"), "--out", str(tmp_path))
    assert code == 2
    # Nothing of a finding is cut off, however narrow the window: where, value, code, what and what to do, both languages.
    assert "订货单 G17 尺寸/高  “20500”  ORDER-SIZE-" in output
    found = output.splitlines()
    heads = [line for line in found if "ORDER-" in line or "DOOR-" in line]
    assert [line.split()[0] for line in heads] == sorted(line.split()[0] for line in heads)  # stop, warn
    about_height = found[next(n for n, line in enumerate(found) if "“20500”" in line) + 1 :][:2]
    assert "20500 毫米无法生产" in about_height[0]
    assert "请核对尺寸" in about_height[0]
    assert "20500 mm" in about_height[1]
    assert not (tmp_path / "lots").exists()


def test_papers_of_an_earlier_run_do_not_stay_beside_those_of_this_one(tmp_path: Path) -> None:
    for name in ("shuanglun.db", "lots/L0099/labels.pdf", "orders/OLD-1/parts.csv", "my own.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"of yesterday")
    code, _ = _run("day", str(EXAMPLES / "dealer-30-with-faults.xlsx"), "--out", str(tmp_path))
    assert code == 2
    assert not (tmp_path / "lots").exists()
    assert not (tmp_path / "orders").exists()
    assert (tmp_path / "my own.txt").exists()


def test_a_folder_of_somebody_elses_keeps_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders" / "letters.txt").write_text("mine")
    _run("day", str(EXAMPLES / "dealer-30-with-faults.xlsx"), "--out", str(tmp_path))
    assert (tmp_path / "orders" / "letters.txt").read_text() == "mine"


def test_ready_panel_list_goes_all_the_way(tmp_path: Path) -> None:
    code, output = _run("day", str(EXAMPLES / "panel-list.csv"), "--out", str(tmp_path))
    assert code == 0, output
    assert list(tmp_path.glob("lots/*/cut-plan.pdf"))
    assert list(tmp_path.glob("orders/*/packing-list.pdf"))


@pytest.mark.parametrize("name", ["dataA1.csv"])
def test_real_furniture_orders_go_all_the_way(tmp_path: Path, shared: Path, name: str) -> None:
    code, output = _run(
        "day", str(shared / "data" / "cutting" / name), "--out", str(tmp_path), "--board", "2440x1220x18"
    )
    assert code == 0, output
    assert len(list(tmp_path.glob("orders/*/packing-list.pdf"))) > 50


def test_no_such_file_is_a_usage_error(tmp_path: Path) -> None:
    code, _ = _run("day", str(tmp_path / "none.xlsx"), "--out", str(tmp_path))
    assert code == 2
