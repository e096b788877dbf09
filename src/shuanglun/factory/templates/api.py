"""Routes of product templates: read the formula tables with their examples."""

from __future__ import annotations

from dataclasses import asdict, is_dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from shuanglun.access import Call, Permission, allowed
from shuanglun.factory.templates.examples import run_examples
from shuanglun.factory.templates.model import Template
from shuanglun.factory.templates.queries import catalogue_of, get_template

router = APIRouter(tags=["templates"])
_Reader = Annotated[Call, Depends(allowed(Permission.TEMPLATES_READ))]
_LARGEST_VERSION = 2**31 - 1


def _brief(template: Template) -> dict[str, Any]:
    table = template.table
    return {
        "code": template.code,
        "version": template.version,
        "name": template.name.as_dict(),
        "also": list(template.also),
        "checksum": template.checksum,
        "counts": {
            "parameters": len(table.parameters),
            "constants": len(table.constants),
            "parts": len(table.parts),
            "hardware": len(table.hardware),
            "machining": len(table.machining),
            "checks": len(table.checks),
            "examples": len(table.examples),
        },
    }


def _rows(rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [asdict(row) for row in rows if is_dataclass(row) and not isinstance(row, type)]


@router.get("/templates")
def get_templates(call: _Reader) -> dict[str, Any]:
    """The newest version of every product template."""
    with call.read() as work:
        return {"templates": [_brief(template) for template in catalogue_of(work).newest()]}


@router.get("/templates/{code}")
def get_one(
    code: str, call: _Reader, version: Annotated[int | None, Query(ge=1, le=_LARGEST_VERSION)] = None
) -> dict[str, Any]:
    """One template as its tables, its examples run green or red."""
    with call.read() as work:
        template = get_template(work, code, version)
    table = template.table
    results = run_examples(template)
    return {
        **_brief(template),
        "parameters": _rows(table.parameters),
        "constants": _rows(table.constants),
        "lookups": _rows(table.lookups),
        "values": _rows(table.values),
        "parts": _rows(table.parts),
        "hardware": _rows(table.hardware),
        "machining": _rows(table.machining),
        "placements": _rows(table.placements),
        "dimensions": _rows(table.dimensions),
        "checks": _rows(table.checks),
        "examples": [
            {**asdict(example), "green": result.green, "differences": [asdict(d) for d in result.differences]}
            for example, result in zip(table.examples, results, strict=True)
        ],
    }
