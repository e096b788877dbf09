"""``shuanglun cut``: tables in, plans, drawings and lists out; exit code 2 with findings when something stops."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from typer.testing import CliRunner

from shuanglun.engines.cutting import check_plan, plan_from_dict, problem_from_dict
from shuanglun.faces.cli.main import app

PARTS = "板件编号,名称,订单号,材料,长,宽,数量,纹理\nA,侧板,D1,橡木18,764,560,6,1\nB,层板,D1,橡木18,412,538,9,1\nC,背板,D2,白3,600,500,4,0\n"
STOCK = "材料,类型,长,宽,修边,锯路,单价,数量\n橡木18,整板,2440,1220,10,4,62,\n白3,整板,2440,1220,10,4,9,\n白3,余料,1300,700,0,4,1,1\n"


def _run(*args: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["cut", *args], catch_exceptions=False)
    return result.exit_code, result.stdout, result.output


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def _tables(folder: Path, parts: str = PARTS, stock: str = STOCK, encoding: str = "utf-8") -> list[str]:
    (folder / "parts.csv").write_bytes(parts.encode(encoding))
    (folder / "stock.csv").write_bytes(stock.encode(encoding))
    return [str(folder / "parts.csv"), "--stock", str(folder / "stock.csv"), "--out", str(folder / "out")]


def test_tables_become_checked_plans_drawings_and_lists(tmp_path: Path) -> None:
    code, _, output = _run(*_tables(tmp_path, encoding="gb18030"))
    assert code == 0, output
    out = tmp_path / "out"
    data = json.loads((out / "plans.json").read_bytes())
    for problem, plan in zip(data["problems"], data["plans"], strict=True):
        assert check_plan(problem_from_dict(problem), plan_from_dict(plan)) == []
    names = {path.name for path in (out / "橡木18").iterdir()}
    drawings = {f"pattern-{number:03d}.svg" for number in range(1, len(data["plans"][0]["patterns"]) + 1)}
    assert names == drawings | {"parts.csv", "cut-list.csv", "cut-steps.txt", "plan.pdf"}
    assert (out / "橡木18" / "plan.pdf").read_bytes().startswith(b"%PDF")
    rows = _rows(out / "橡木18" / "cut-list.csv")
    assert sorted(row["板件码"] for row in rows) == sorted(
        [f"A#{n}" for n in range(1, 7)] + [f"B#{n}" for n in range(1, 10)]
    )
    summary = _rows(out / "summary.csv")
    assert [row["材料"] for row in summary] == ["橡木18", "白3", "合计 total"]


def test_json_out_can_be_given_in_again(tmp_path: Path) -> None:
    code, printed, _ = _run(*_tables(tmp_path), "--json")
    assert code == 0
    again, second, _ = _run(str(tmp_path / "out" / "plans.json"), "--out", str(tmp_path / "again"), "--json")
    assert again == 0
    assert json.loads(second) == json.loads(printed)


def test_faults_are_told_with_their_cells_and_nothing_is_written(tmp_path: Path) -> None:
    code, _, output = _run(*_tables(tmp_path, PARTS.replace("764", "7六4")))
    assert code == 2
    assert "E2" in output
    assert not (tmp_path / "out").exists()


def test_boards_that_do_not_suffice_give_a_plan_and_code_2(tmp_path: Path) -> None:
    code, _, output = _run(*_tables(tmp_path, stock=STOCK.replace("9,\n", "9,0\n")))
    assert code == 2
    assert "CUT-UNPLACED" in "".join(output.split())
    assert (tmp_path / "out" / "plans.json").exists()


def test_damaged_json_and_wrong_types_are_findings(tmp_path: Path) -> None:
    for text in (
        '{"problems": [',
        '{"material": "M"}',
        '{"material": "M", "stock": [], "parts": [{"key": "A", "length": "x", "width": 1}]}',
        "[7]",
    ):
        path = tmp_path / "problem.json"
        path.write_text(text, "utf-8")
        code, _, output = _run(str(path), "--out", str(tmp_path / "out"))
        assert code == 2, text
        assert "CUT-FILE" in output


def test_options_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    tables = _tables(tmp_path)
    for options in (["--stages", "4"], ["--first-cut", "up"], ["--keep-offcut", "600"], ["--keep-offcut", "axb"]):
        assert _run(*tables, *options)[0] == 2
