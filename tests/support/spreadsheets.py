"""What spreadsheets make of formulas: LibreOffice, and the ``formulas`` package. One workbook for all of them."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from support.random_formulas import Written

ERROR = "error"
_FIRST_COLUMN = 13
_ROWS = 100
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def workbook(formulas: Sequence[Written], lines: Sequence[Mapping[str, Any]], path: Path) -> None:
    """The input lines as rows from A1, the formulas to their right, a hundred below one another."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, line in enumerate(lines, 1):
        for column, value in enumerate(line.values(), 1):
            sheet.cell(row, column).value = '=""' if value == "" else value
    for place, formula in enumerate(formulas):
        sheet.cell(*_cell(place)).value = f"={formula.sheet}"
    book.save(path)


def _cell(place: int) -> tuple[int, int]:
    return 1 + place % _ROWS, _FIRST_COLUMN + place // _ROWS


def by_libreoffice(path: Path, count: int, folder: Path) -> list[Any]:
    """The values LibreOffice computes."""
    assert OFFICE is not None
    profile = (folder / "profile").as_uri()
    command = [OFFICE, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, str(folder / "out"), str(path)], check=True, capture_output=True, timeout=240)
    sheet = openpyxl.load_workbook(folder / "out" / path.name, data_only=True).active
    assert sheet is not None
    cells = [sheet.cell(*_cell(place)) for place in range(count)]
    return [ERROR if cell.data_type == "e" else "" if cell.value is None else cell.value for cell in cells]


def by_formulas(path: Path, count: int) -> list[Any]:
    """The values the ``formulas`` package computes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import formulas
        from formulas.functions import XlError

        solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
        found = []
        for place in range(count):
            row, column = _cell(place)
            letter = openpyxl.utils.get_column_letter(column)
            value = solution[f"'[{path.name}]SHEET'!{letter}{row}"].value[0, 0]
            value = value.item() if hasattr(value, "item") else value
            found.append(ERROR if isinstance(value, XlError) else "" if value is None else value)
    return found
