"""``shuanglun day FILE --out DIR``: from an order file to all papers and tables in one go."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from shuanglun.faces.cli.stages import StageBar, Stages

console = Console(highlight=False)
PAPERS = LOTS, ORDERS = "lots", "orders"


@dataclass(frozen=True, slots=True)
class Board:
    """The sheet taken for materials no board is known of, 0.1 mm."""

    length: int
    width: int
    thickness: int

    @classmethod
    def parse(cls, text: str) -> Board:
        """Read ``2440x1220x18`` (mm).

        Raises:
            ValueError: not three numbers.
        """
        from shuanglun.kernel.length import tenths

        length, width, thickness = (tenths(part) for part in text.lower().replace("×", "x").split("x"))
        return cls(length, width, thickness)


@dataclass
class Day:
    """One run: the database it works in, the folder it fills, the stages it went through."""

    database: Any
    tenant_id: str
    out: Path
    stages: Stages
    findings: list[Mapping[str, Any]]

    def read(self, path: Path, profile: str) -> Sequence[str]:
        """File to orders; empty when something stops."""
        from shuanglun.faces.cli.importing import import_file

        with self.stages.stage("读取与检查 read, check") as bar:
            imported = import_file(self.database, self.tenant_id, path, profile)
            counts = imported.run["counts"]
            bar.made(f"{counts['orders']} orders, {counts['lines']} lines, {counts['units']} units")
        self.findings += imported.run["findings"]
        return [] if imported.stopped else imported.order_ids

    def release(self, order_ids: Sequence[str]) -> bool:
        """Orders to pieces; False when a line cannot be made."""
        from shuanglun.faces.cli.importing import OPERATOR
        from shuanglun.factory import splitting
        from shuanglun.kernel.errors import Refusal

        pieces = 0
        with self.stages.stage("拆单 split", len(order_ids)) as bar:
            for order_id in order_ids:
                try:
                    with self.database.work(self.tenant_id, OPERATOR) as work:
                        pieces += splitting.release_order(work, order_id)["pieces"]
                except Refusal as refusal:
                    self.findings += [finding.as_dict() for finding in refusal.findings]
                    return False
                bar.advance()
            bar.made(f"{pieces} pieces")
        return True

    def boards(self, board: Board) -> None:
        """Give every material without a board the board of the command line."""
        from shuanglun.faces.cli.importing import OPERATOR
        from shuanglun.factory import cutting_room

        with self.database.work(self.tenant_id, OPERATOR) as work:
            missing = cutting_room.materials_without_board(work)
            cutting_room.add_boards_for(work, missing, board.length, board.width, board.thickness)

    def plan(self, order_ids: Sequence[str]) -> bool:
        """Pieces to lots, cut plans and schedule; False when material is missing."""
        from shuanglun.faces.cli.importing import OPERATOR
        from shuanglun.factory import planning

        with self.stages.stage("组批、排版、排程 lots, cutting, schedule") as bar:
            result = planning.make_plan(
                self.database, self.tenant_id, OPERATOR, order_ids, tell=lambda share, _note: bar.to(share)
            )
            figures = result["figures"]
            bar.made(f"{figures['lots']} lots, {figures['sheets']} sheets (bound {figures['bound_sheets']})")
        self.findings += result["findings"]
        return all(finding["level"] != "stop" for finding in result["findings"])

    def lot_papers(self) -> None:
        """Drawings, labels and cut lists of every cut lot, labels of every assembly lot."""
        from shuanglun.factory import planning

        with self.database.read(self.tenant_id) as work:
            lots = [lot for lot in planning.list_lots(work) if lot["kind"] != "pack"]
        with self.stages.stage("批次纸面 papers of lots", len(lots)) as bar:
            files = 0
            for lot in lots:
                files += sum(1 for _ in self._written(self.out / LOTS / lot["no"], self._lot_files(lot)))
                bar.advance()
            bar.made(f"{files} files")

    def order_papers(self, order_ids: Sequence[str]) -> None:
        """Part lists, hardware lists and packing lists of every order."""
        with self.stages.stage("订单纸面 papers of orders", len(order_ids)) as bar:
            files = 0
            for order_id in order_ids:
                no, made = self._order_files(order_id)
                files += sum(1 for _ in self._written(self.out / ORDERS / _safe(no), made))
                bar.advance()
            bar.made(f"{files} files")

    def drawings(self, order_ids: Sequence[str]) -> None:
        """Drawings of every line of every order: one PDF an order, product and parts as DXF; what is not drawn is left out."""
        with self.stages.stage("图纸 drawings", len(order_ids)) as bar:
            files = 0
            for order_id in order_ids:
                no, made = self._drawing_files(order_id)
                if made:
                    files += sum(1 for _ in self._written(self.out / ORDERS / _safe(no), made))
                bar.advance()
            bar.made(f"{files} files")

    def _drawing_files(self, order_id: str) -> tuple[str, dict[str, bytes]]:
        from shuanglun.faces.papers import drawings
        from shuanglun.faces.papers.load_drawings import load_drawn_lines

        with self.database.read(self.tenant_id) as work:
            number, lines = load_drawn_lines(work, order_id)
        lines = [line for line in lines if line.product.parts]
        if not lines:
            return number, {}
        now = self.database.clock()
        archive = drawings.order_archive(number, lines, "zh", now)
        return number, {"drawings.pdf": drawings.order_pdf(number, lines, "zh", now), "drawings.zip": archive}

    def _written(self, folder: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
            yield folder / name

    def _lot_files(self, lot: Mapping[str, Any]) -> dict[str, bytes]:
        from shuanglun.faces import papers

        now = self.database.clock()
        with self.database.read(self.tenant_id) as work:
            labels = papers.load_lot_labels(work, lot["id"])
            cut = papers.load_cut_plan(work, lot["id"]) if lot["kind"] == "cut" else None
            rows = papers.load_cut_list(work, lot["id"]) if lot["kind"] == "cut" else None
        files = {
            "labels.pdf": papers.piece_labels_pdf(labels, now),
            "labels.zpl": papers.piece_labels_zpl(labels).encode(),
        }
        if cut is not None and rows is not None:
            files["cut-plan.pdf"] = papers.cut_plan_pdf(cut, now)
            files["cut-list.csv"] = papers.cut_list_csv(rows)
            files["cut-list.xlsx"] = papers.cut_list_xlsx(rows, now)
        return files

    def _order_files(self, order_id: str) -> tuple[str, dict[str, bytes]]:
        from shuanglun.faces import papers

        now = self.database.clock()
        with self.database.read(self.tenant_id) as work:
            parts = papers.load_part_list(work, order_id)
            packing = papers.load_packing_list(work, order_id)
        return packing.order_no, {
            "parts.csv": papers.part_list_csv(parts),
            "parts.xlsx": papers.part_list_xlsx(parts, now),
            "hardware.csv": papers.hardware_list_csv(parts),
            "packing-list.pdf": papers.packing_list_pdf(packing, now),
        }


def _safe(name: str) -> str:
    """An order number as a folder name."""
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in name).strip(".") or "_"


def prepare(out: Path) -> tuple[Any, str]:
    """A database of this run alone in ``out``, with the sample factory's templates, boards and machines.

    Where an earlier run left its database, its papers go too: papers of two runs side by side would be taken for one.
    """
    from shuanglun.faces.cli import sample
    from shuanglun.faces.cli.importing import factory_tenant
    from shuanglun.faces.cli.serve import open_database

    earlier = list(out.glob("shuanglun.db*"))
    for folder in PAPERS if earlier else ():
        shutil.rmtree(out / folder, ignore_errors=True)
    for old in earlier:
        old.unlink()
    database = open_database(out, None)
    sample.create(database, out, with_people=False)
    return database, factory_tenant(database)


def run_day(
    path: Path, out: Path, stages: Stages, profile: str = "auto", board: Board | None = None, drawings: bool = False
) -> Day:
    """Everything from file to papers; ``findings`` of the returned run hold a stop when it could not be finished."""
    with stages.bar():
        with stages.stage("准备 prepare"):
            database, tenant_id = prepare(out)
        day = Day(database, tenant_id, out, stages, [])
        order_ids = day.read(path, profile)
        if order_ids and day.release(order_ids):
            if board is not None:
                day.boards(board)
            if day.plan(order_ids):
                day.lot_papers()
                day.order_papers(order_ids)
                if drawings:
                    day.drawings(order_ids)
    return day


def day(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="订单文件 / order file")],
    out: Annotated[Path, typer.Option(help="输出目录 / folder for all papers and tables")],
    profile: Annotated[str, typer.Option(help="auto | door | panel_list")] = "auto",
    board: Annotated[
        str, typer.Option(help="无板材资料的材料用此板（毫米）/ sheet for unknown materials, mm")
    ] = "2440x1220x18",
    drawings: Annotated[
        bool, typer.Option("--drawings", help="每单图纸 PDF、SVG、DXF / drawings of every order")
    ] = False,
) -> None:
    """Order file in, papers and tables out; exit code 2 with findings when something stops."""
    from shuanglun.faces.cli.importing import print_findings

    try:
        sheet = Board.parse(board)
    except ValueError as error:
        raise typer.BadParameter("--board 2440x1220x18") from error
    out.mkdir(parents=True, exist_ok=True)
    stages = Stages(console)
    result = run_day(file, out, stages, profile, sheet, drawings)
    print_findings(console, result.findings)
    console.print(stages.table())
    if any(finding["level"] == "stop" for finding in result.findings):
        raise typer.Exit(2)
    console.print(f"全部文件在 everything is in [bold]{out}[/]")


__all__ = ["Board", "Day", "StageBar", "day", "run_day"]
