"""What may be read of the template desk: drafts, a draft as its page shows it, versions, differences, files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, select

from shuanglun.factory.template_desk import drafts, errors, replays
from shuanglun.factory.template_desk.comparing import compare
from shuanglun.factory.template_desk.documents import Document
from shuanglun.factory.template_desk.looking import Look, examples_of, findings_of, look, names_of
from shuanglun.factory.template_desk.tables import template_drafts
from shuanglun.factory.templates import Materials, Template, catalogue_of, versions_of
from shuanglun.kernel.errors import NotFound
from shuanglun.storage import Work


def open_drafts(work: Work) -> list[dict[str, Any]]:
    """The drafts that are being worked on, the last changed first."""
    query = select(template_drafts).where(
        template_drafts.c.tenant_id == work.tenant_id, template_drafts.c.status == "open"
    )
    rows = work.all(query.order_by(template_drafts.c.changed_at.desc(), template_drafts.c.id))
    return [{**_head(row), "name": drafts.document_at(work, row).get("name")} for row in rows]


def _head(row: RowMapping) -> dict[str, Any]:
    keys = ("id", "code", "from_code", "from_version", "status", "revision", "turn", "changed_at", "changed_by_name")
    return {key: row[key] for key in (*keys, "published_version")}


def draft_page(work: Work, draft_id: str) -> dict[str, Any]:
    """A draft with everything its page shows: document, findings by cell, examples, names, undo and redo.

    Raises:
        NotFound: there is no such draft.
    """
    draft = drafts.get_draft(work, draft_id)
    document = drafts.document_at(work, draft)
    found = look(document, catalogue_of(work).materials, draft["code"])
    return {
        "draft": {**_head(draft), **_steps(work, draft), "newest": newest_version(work, draft["code"])},
        "document": document,
        "ready": found.ready,
        "findings": findings_of(found, document),
        "examples": examples_of(found),
        "compiles": found.template is not None,
        **names_of(found),
        "choices": _choices(found, catalogue_of(work).materials, document),
        "replay": replays.last_replay(work, draft_id),
    }


def _steps(work: Work, draft: RowMapping) -> dict[str, Any]:
    """What undo would take back and redo would bring again."""
    now = drafts.revision_of(work, draft["id"], draft["revision"])
    child = drafts.child_of(work, draft["id"], draft["revision"])
    return {
        "undo": None if now["parent"] is None else now["what"],
        "redo": None if child is None else child["what"],
    }


def _choices(found: Look, materials: Mapping[int, Materials], document: Document) -> dict[str, Any]:
    """What cells with a fixed choice may hold, and how the choices of each parameter read."""
    version = document.get("materials")
    known = materials.get(version) if isinstance(version, int) else None
    return {
        "material": ["none", *(known.roles if known else ())],
        "parameters": {
            parameter.name: [{"code": one.code, "label": one.label.as_dict()} for one in parameter.options]
            for parameter in found.table.parameters
            if parameter.options
        },
    }


def newest_version(work: Work, code: str) -> int | None:
    """The newest published version of a template, retired ones too; None where there is none."""
    try:
        return int(versions_of(work, code)[0]["version"])
    except NotFound:
        return None


def runnable(work: Work, draft_id: str) -> Template:
    """The draft's template, ready to run.

    Raises:
        NotFound: there is no such draft. Refused: it has findings.
    """
    draft = drafts.get_draft(work, draft_id)
    found = look(drafts.document_at(work, draft), catalogue_of(work).materials, draft["code"])
    if found.template is None:
        raise errors.cannot_run(found.findings)
    return found.template


def compare_versions(work: Work, code: str, before: int, after: int) -> list[dict[str, Any]]:
    """What differs between two published versions.

    Raises:
        NotFound: there is no such version.
    """
    return compare(drafts.published_document(work, code, before), drafts.published_document(work, code, after))


def compare_draft(work: Work, draft_id: str, version: int | None) -> dict[str, Any]:
    """What a draft changes, against a published version of its template (the newest where none is named).

    A new product is compared with the one it was copied from.

    Raises:
        NotFound: there is no such draft or version.
    """
    draft = drafts.get_draft(work, draft_id)
    newest = newest_version(work, draft["code"])
    code = draft["code"] if newest is not None else draft["from_code"]
    against = version or (newest if newest is not None else draft["from_version"])
    if code is None or against is None:
        return {"code": None, "version": None, "rows": []}
    before = drafts.published_document(work, code, against)
    return {"code": code, "version": against, "rows": compare(before, drafts.document_at(work, draft))}
