"""Corrections on the page while an import is in preview: what a column means, what a cell should say.

A correction is examined outside of any transaction (a big file takes a good part of a second, and scans must not wait for
it): ``begin_...`` in a reading transaction, ``examine_again`` in none, ``store_correction`` in a short writing one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import RowMapping

from shuanglun.access.audit import record
from shuanglun.factory.orders import errors
from shuanglun.factory.orders.checking import Judge
from shuanglun.factory.orders.commands import change, learn, load, load_open, outcome
from shuanglun.factory.orders.examining import Examined, examine
from shuanglun.factory.orders.model import CatalogueFacts
from shuanglun.factory.orders.own_profiles import profile_of, profiles_of
from shuanglun.factory.orders.queries import shape_import, taught
from shuanglun.factory.orders.setting import Setting, today_of
from shuanglun.storage import Work


@dataclass(frozen=True, slots=True)
class Correction:
    """An open import as it was read, and what is to be changed in it; ``note`` is action, before and after for the audit."""

    row: RowMapping
    assignments: Mapping[str, str] = field(default_factory=dict)
    edits: Sequence[Mapping[str, Any]] = ()
    all_edits: Sequence[Mapping[str, Any]] | None = None  # in place of those there are: taken back
    profile: str | None = None  # another one than it was read by
    note: tuple[str, Any, Any] | None = None


def begin_assign(work: Work, import_id: str, column: str, name: str | None) -> Correction:
    """Say what a column (its heading or its letter) means; None: pay no attention to it. Learned for this factory.

    Raises:
        NotFound: there is no such import. Refused: it is closed. BadRequest: there is no such column or field.
    """
    row = load_open(work, import_id)
    if name and name not in profile_of(work, row["profile"]).fields:
        raise errors.no_such_field(name)
    heading = next(
        (
            c["heading"]
            for key in ("heading", "letter")
            for c in row["draft"]["columns"]
            if c[key] == column and c["heading"]
        ),
        None,
    )
    if heading is None:
        raise errors.no_such_column(column)
    note = "import.column_assigned", None, {"column": heading, "field": name}
    return Correction(row, {heading: name or ""}, note=note)


def begin_edit(
    work: Work,
    import_id: str,
    row: int,
    name: str,
    text: str,
    *,
    sheet: str | None = None,
    same_for_all: bool = False,
    same_fault: str | None = None,
) -> Correction:
    """Correct one field of the line in a sheet's row; the file itself stays as it came, the correction beside it.

    ``same_for_all`` corrects every line where the same text stands in this field; ``same_fault`` every line where the same
    finding (its code) stands at this field.

    Raises:
        NotFound: there is no such import. Refused: it is closed. BadRequest: there is no such field, or no line in this row.
    """
    found = load_open(work, import_id)
    if name not in profile_of(work, found["profile"]).fields:
        raise errors.no_such_field(name)
    lines = [line for order in found["draft"]["orders"] for line in order["lines"]]
    line = next((ln for ln in lines if ln["row"] == row and sheet in (None, ln["sheet"])), None)
    if line is None:
        raise errors.no_such_row(row)
    before = _text(line, name)
    same = [line]
    if same_fault is not None:
        same = _with_fault(found, lines, name, same_fault) or [line]
    elif same_for_all:
        same = [ln for ln in lines if _text(ln, name) == before]
    edits = [{"sheet": ln["sheet"], "row": ln["row"], "field": name, "text": text} for ln in same]
    after = {"row": row, "field": name, "text": text, "lines": len(edits)}
    return Correction(found, edits=_batch(found, edits), note=("import.cell_edited", {"text": before}, after))


def _with_fault(found: RowMapping, lines: Sequence[Mapping[str, Any]], name: str, code: str) -> list[Mapping[str, Any]]:
    """The lines at whose field a finding of this code stands."""
    places = {
        (finding["where"].get("sheet"), finding["where"].get("row"))
        for finding in found["findings"]
        if finding["code"] == code and finding["where"].get("field") == name
    }
    return [line for line in lines if (line["sheet"], line["row"]) in places]


def begin_edits(work: Work, import_id: str, edits: Sequence[Mapping[str, Any]]) -> Correction:
    """Correct many cells at once (a pasted block, a filled column): ``{"sheet", "row", "field", "text"}``, all or none.

    Raises:
        NotFound: there is no such import. Refused: it is closed. BadRequest: no such field, or no line in a row.
    """
    found = load_open(work, import_id)
    fields = profile_of(work, found["profile"]).fields
    lines = {(ln["sheet"], ln["row"]) for order in found["draft"]["orders"] for ln in order["lines"]}
    sheets = {row: sheet for sheet, row in sorted(lines, reverse=True)}
    kept = []
    for edit in edits:
        if edit["field"] not in fields:
            raise errors.no_such_field(edit["field"])
        sheet = edit.get("sheet") or sheets.get(edit["row"])
        if (sheet, edit["row"]) not in lines:
            raise errors.no_such_row(edit["row"])
        kept.append({"sheet": sheet, "row": edit["row"], "field": edit["field"], "text": edit["text"]})
    note = "import.cells_edited", None, {"cells": len(kept), "fields": sorted({edit["field"] for edit in kept})}
    return Correction(found, edits=_batch(found, kept), note=note)


def begin_undo(work: Work, import_id: str) -> Correction:
    """Take the last correction of cells back, however many cells it was; the audit keeps both.

    Raises:
        NotFound: there is no such import. Refused: it is closed, or nothing was corrected.
    """
    found = load_open(work, import_id)
    if not found["edits"]:
        raise errors.nothing_to_undo()
    last = found["edits"][-1].get("batch")
    gone = [edit for edit in found["edits"] if last is not None and edit.get("batch") == last] or found["edits"][-1:]
    kept = [edit for edit in found["edits"] if edit not in gone]
    return Correction(found, all_edits=kept, note=("import.edit_undone", {"cells": len(gone)}, None))


def _batch(found: RowMapping, edits: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Edits made by one act carry its number, so that they are taken back together."""
    number = 1 + max((edit.get("batch", 0) for edit in found["edits"]), default=0)
    return [{**edit, "batch": number} for edit in edits]


def _text(line: Mapping[str, Any], name: str) -> str:
    cell = line["cells"].get(name)
    return cell["text"] if cell else ""


def examine_again(correction: Correction, setting: Setting) -> Examined:
    """The import's file examined with the correction; needs no database."""
    row = correction.row
    return examine(
        row["raw"],
        row["file_name"],
        setting.facts,
        setting.today,
        taught=setting.taught,
        profile=correction.profile or row["profile"],
        assignments={**row["assignments"], **correction.assignments},
        edits=[*row["edits"], *correction.edits] if correction.all_edits is None else correction.all_edits,
        judge=setting.judge,
        profiles=setting.profiles,
    )


def store_correction(work: Work, correction: Correction, examined: Examined) -> dict[str, Any]:
    """Keep what was examined; returns the ``Import``.

    Raises:
        NotFound: there is no such import. Refused: it is closed, or (IMPORT-MOVED) somebody else corrected it meanwhile.
    """
    seen = correction.row
    row = load_open(work, seen["id"], lock=True)
    now = (row["edits"], row["assignments"], row["profile"])
    if now != (seen["edits"], seen["assignments"], seen["profile"]):
        raise errors.import_moved()
    learn(work, examined.profile.id, correction.assignments)
    if correction.note is not None:
        action, before, after = correction.note
        record(work, action, "import", row["id"], before=before, after=after)
    change(work, row["id"], profile=examined.profile.id, **outcome(work, examined, row["id"]))
    return shape_import(load(work, row["id"]))


# ---------------------------------------------------------------------- all at once, for small files and for tests


def _at_once(work: Work, correction: Correction, facts: CatalogueFacts, judge: Judge | None) -> dict[str, Any]:
    setting = Setting(facts, today_of(work), taught(work), judge, profiles_of(work))
    return store_correction(work, correction, examine_again(correction, setting))


def recheck(work: Work, import_id: str, facts: CatalogueFacts, *, judge: Judge | None = None) -> dict[str, Any]:
    """Examine an open import's file again because the catalogue changed.

    Raises:
        NotFound: there is no such import. Refused: it is closed.
    """
    return _at_once(work, Correction(load_open(work, import_id)), facts, judge)


def assign_column(
    work: Work, import_id: str, column: str, field: str | None, facts: CatalogueFacts, judge: Judge | None = None
) -> dict[str, Any]:
    """``begin_assign``, examined and stored in one transaction."""
    return _at_once(work, begin_assign(work, import_id, column, field), facts, judge)


def edit_cell(
    work: Work,
    import_id: str,
    row: int,
    field: str,
    text: str,
    facts: CatalogueFacts,
    *,
    sheet: str | None = None,
    same_for_all: bool = False,
    judge: Judge | None = None,
) -> dict[str, Any]:
    """``begin_edit``, examined and stored in one transaction."""
    correction = begin_edit(work, import_id, row, field, text, sheet=sheet, same_for_all=same_for_all)
    return _at_once(work, correction, facts, judge)


def begin_profile(work: Work, import_id: str, profile: str) -> Correction:
    """Read an open import by another profile; corrections of fields it does not have wait until it is read by one that has.

    Raises:
        NotFound: there is no such import. Refused: it is closed. BadRequest: there is no such profile.
    """
    found = load_open(work, import_id)
    profile_of(work, profile)
    note = "import.profile_chosen", {"profile": found["profile"]}, {"profile": profile}
    return Correction(found, profile=profile, note=note)
