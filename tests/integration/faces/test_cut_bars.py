"""``shuanglun cut`` for bars: tables without a width become checked bar plans, a drawing and a list a profile."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from typer.testing import CliRunner

from shuanglun.engines.cutting.profiles import bar_plan_from_dict, bar_problem_from_dict, check_bar_plan
from shuanglun.faces.cli.main import app

PARTS = "编号,订单号,型材,长度,数量\nA,D1,线条70,2100,3\nB,D1,线条70,900,2\nC,D2,门挡,1050,2\n"
STOCK = "型材,长度,锯路,去头,单价,类型,数量\n线条70,2440,4,10,8,,\n线条70,1000,4,0,1,余料,1\n门挡,2200,4,5,3,,\n"


def _run(folder: Path, *more: str, parts: str = PARTS, stock: str = STOCK) -> tuple[int, str, str]:
    (folder / "parts.csv").write_text(parts, "utf-8")
    (folder / "stock.csv").write_text(stock, "utf-8")
    files = [str(folder / "parts.csv"), "--stock", str(folder / "stock.csv"), "--out", str(folder / "out")]
    result = CliRunner().invoke(app, ["cut", *files, *more], catch_exceptions=False)
    return result.exit_code, result.stdout, result.output


def test_lengths_and_bars_become_checked_plans_with_spare_bars(tmp_path: Path) -> None:
    code, _, output = _run(tmp_path, "--damage", "5", "--keep-offcut", "600x0")
    assert code == 0, output
    data = json.loads((tmp_path / "out" / "plans.json").read_bytes())
    plans = [bar_plan_from_dict(row) for row in data["bar_plans"]]
    for row, plan in zip(data["bar_problems"], plans, strict=True):
        assert check_bar_plan(bar_problem_from_dict(row), plan) == []
    casing, stop = plans
    # Three long ones need a whole bar each, one of 900 fits the off-cut, the other needs a fourth bar.
    assert (casing.figures.whole_bars, casing.figures.bars, casing.figures.optimal) == (4, 5, True)
    assert (casing.figures.spare_bars, stop.figures.bars) == (1, 2 - 1)
    with (tmp_path / "out" / "线条70" / "cut-list.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["板件码"] for row in rows) == ["A#1", "A#2", "A#3", "B#1", "B#2"]
    assert {(row["起点"], row["止点"]) for row in rows if row["板件"] == "A"} == {("10", "2110")}
    assert "2100" in (tmp_path / "out" / "线条70" / "bars.svg").read_text("utf-8")


def test_a_bar_plan_given_in_again_gives_the_same(tmp_path: Path) -> None:
    code, printed, _ = _run(tmp_path, "--json")
    assert code == 0
    again = ["cut", str(tmp_path / "out" / "plans.json"), "--out", str(tmp_path / "again"), "--json"]
    assert json.loads(CliRunner().invoke(app, again, catch_exceptions=False).stdout) == json.loads(printed)


def test_faults_of_bars_are_told_with_their_cells(tmp_path: Path) -> None:
    code, _, output = _run(tmp_path, parts=PARTS + "D,D3,不锈钢,500,1\n")
    assert code == 2
    assert "findings: 1" in output
    assert "不锈钢" in output
    assert not (tmp_path / "out").exists()


def test_pieces_without_a_bar_are_a_stop_with_the_plan_of_the_others(tmp_path: Path) -> None:
    stock = "型材,长度,锯路,去头,单价,数量\n线条70,2440,4,10,8,2\n门挡,2200,4,5,3,\n"
    code, _, output = _run(tmp_path, stock=stock)
    assert code == 2
    assert "线条70" in output
    plan = bar_plan_from_dict(json.loads((tmp_path / "out" / "plans.json").read_bytes())["bar_plans"][0])
    assert len(plan.unplaced) == 3


def test_a_damaged_json_of_bars_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "bars.json").write_text('{"bar_problems": [{"profile": "P", "parts": 3, "bars": []}]}', "utf-8")
    result = CliRunner().invoke(app, ["cut", str(tmp_path / "bars.json"), "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "findings: 1" in result.output
