"""An import as it is stored and shown: the draft, its columns, the fields a column may mean, counts. Plain JSON values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from shuanglun.factory.orders.detecting import Candidate
from shuanglun.factory.orders.model import Checked, DraftLine, DraftOrder
from shuanglun.factory.orders.profiles import Profile
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text


def shape_choices(choices: Sequence[Candidate]) -> list[dict[str, Any]]:
    """The profiles a file could be read by, the best fit first, each with its reason."""
    return [
        {
            "profile": one.profile.id,
            "name": one.profile.name.as_dict(),
            "score": one.score,
            "why": one.why().as_dict(),
        }
        for one in choices
    ]


def shape_draft(checked: Checked, profile: Profile, choices: Sequence[Candidate] = ()) -> dict[str, Any]:
    """The draft in the shape of the API; all lists empty when the file could not be read."""
    draft = checked.draft
    lines = draft.lines() if draft else []
    levels = Counter(finding.level for finding in checked.findings)
    return {
        "profile": profile.id,
        "profile_version": profile.version,
        "profile_name": profile.name.as_dict(),
        "choices": shape_choices(choices),
        "sheet": lines[0].sheet if lines else None,
        "columns": [
            {
                "sheet": column.sheet,
                "letter": column.letter,
                "heading": column.heading,
                "field": column.field,
                "suggestion": column.suggestions[0] if column.suggestions else None,
                "suggestions": list(column.suggestions),
            }
            for column in (draft.columns if draft else ())
        ],
        "fields": [
            {"field": spec.name, "zh": spec.label.zh, "en": spec.label.en, "required": spec.missing == "stop"}
            for spec in profile.fields.values()
        ],
        "orders": [_order(order) for order in (draft.orders if draft else ())],
        "notes": list(draft.notes) if draft else [],
        "counts": {
            "orders": len(draft.orders) if draft else 0,
            "lines": len(lines),
            "units": sum(line.quantity for line in lines),
            "stops": levels["stop"],
            "warns": levels["warn"],
        },
    }


def _order(order: DraftOrder) -> dict[str, Any]:
    return {
        "no": order.order_no,
        "customer": order.dealer,
        "phone": order.phone,
        "address": order.address,
        "ordered_on": order.order_date.isoformat(),
        "due_on": order.due.isoformat(),
        "remark": order.remark,
        "extra": dict(order.extra),
        "fingerprint": order.fingerprint,
        "lines": [_line(line) for line in order.lines],
    }


def _line(line: DraftLine) -> dict[str, Any]:
    return {
        "row": line.row,
        "sheet": line.sheet,
        "line_no": line.line_no,
        "template_code": line.model,
        "quantity": line.quantity,
        "due_on": line.due.isoformat(),
        "position": line.position,
        "remark": line.remark,
        "params": dict(line.params),
        "extra": dict(line.extra),
        "cells": {
            name: {"text": value.raw, "value": value.value, "cell": value.cell, "source": value.source}
            for name, value in line.values.items()
            if value.source != "default"
        },
    }


def line_row(line: Mapping[str, Any], line_id: str, order_id: str) -> dict[str, Any]:
    """The row of ``order_lines`` for a line of the stored draft."""
    cells: Mapping[str, Mapping[str, Any]] = line["cells"]
    return {
        "id": line_id,
        "order_id": order_id,
        "line_no": line["line_no"],
        "template_code": line["template_code"],
        "position": line["position"],
        "quantity": line["quantity"],
        "due_on": date.fromisoformat(line["due_on"]),
        "params": line["params"],
        "source": {
            "sheet": line["sheet"],
            "row": line["row"],
            "cells": {name: cell["cell"] for name, cell in cells.items() if cell["cell"]},
            "raw": {name: cell["text"] for name, cell in cells.items() if cell["text"]},
            "extra": line["extra"],
        },
        "remark": line["remark"] or None,
    }


def findings_from(rows: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Findings from the form they are stored in."""
    return [
        Finding(
            row["code"], row["level"], Text(**row["what"]), Text(**row["todo"]), Where(**row["where"]), row["value"]
        )
        for row in rows
    ]
