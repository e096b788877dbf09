"""Drafts: opening, editing, undo and redo, giving up. Every change is an immutable revision; nothing is lost.

Two people on one draft are told apart by the draft's ``turn``: a change that was made on an older turn is refused, so that
nobody's change is overwritten unseen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, func, select, update

from shuanglun.access.audit import record
from shuanglun.factory.template_desk import errors
from shuanglun.factory.template_desk.documents import Document, document_of, from_stored, same, stored
from shuanglun.factory.template_desk.editing import Edit, EditError, apply, describe
from shuanglun.factory.template_desk.tables import template_draft_revisions, template_drafts
from shuanglun.factory.templates import catalogue_of, get_template
from shuanglun.kernel.ids import new_id
from shuanglun.kernel.text import Text
from shuanglun.storage import Work

_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
_OPENED = Text("打开草稿", "opened")


# ---------------------------------------------------------------------- opening


def open_draft(work: Work, code: str, version: int | None = None) -> str:
    """Open a published version to change it; returns the draft's id.

    Raises:
        NotFound: there is no such template.
    """
    template = get_template(work, code, version)
    document = published_document(work, code, template.version)
    return _start(work, document, _OPENED, code, template.version)


def copy_template(work: Work, code: str, version: int | None, new_code: str, name: Text) -> str:
    """Start a new product from a published one; returns the draft's id.

    Raises:
        NotFound: there is no such template. BadRequest: the new code is no code. Refused: it is taken.
    """
    check_code(new_code)
    if any(known == new_code for known, _ in catalogue_of(work).templates):
        raise errors.code_taken(new_code)
    template = get_template(work, code, version)
    document = {**published_document(work, code, template.version), "code": new_code, "version": 1}
    document = {**document, "name": name.as_dict(), "also": []}
    what = Text(f"从 {code} 第 {template.version} 版复制", f"copied from {code} version {template.version}")
    return _start(work, document, what, code, template.version)


def open_document(work: Work, document: Document, what: Text) -> str:
    """Open an uploaded document as a draft; returns the draft's id.

    Raises:
        BadRequest: its code is no code.
    """
    check_code(str(document["code"]))
    newest = catalogue_of(work).get(str(document["code"]))
    return _start(work, document, what, newest.code if newest else None, newest.version if newest else None)


def check_code(code: str) -> None:
    """A template's code is a short word of small letters, digits and "_".

    Raises:
        BadRequest: it is not.
    """
    if not _CODE.fullmatch(code):
        raise errors.bad_code(code)


def published_document(work: Work, code: str, version: int) -> Document:
    """The document of a published version.

    Raises:
        NotFound: there is no such version.
    """
    catalogue = catalogue_of(work)
    found = get_template(work, code, version)
    document, findings = document_of(catalogue.bodies[found.code, found.version], f"{code}@{version}")
    if document is None:
        raise errors.not_a_template(findings)
    return document


def _start(work: Work, document: Document, what: Text, from_code: str | None, from_version: int | None) -> str:
    draft_id = new_id()
    who = {"changed_at": work.now, "changed_by": work.actor.id, "changed_by_name": work.actor.name}
    row = {"id": draft_id, "code": document["code"], "from_code": from_code, "from_version": from_version}
    start = {"status": "open", "revision": 1, "turn": 1, "created_at": work.now, "created_by": work.actor.id}
    work.insert(template_drafts, {**row, **start, **who})
    _insert_revision(work, draft_id, 1, None, what, document)
    after = {"code": document["code"], "from": from_code, "version": from_version}
    record(work, "template.draft_opened", "template_draft", draft_id, after=after)
    return draft_id


def _insert_revision(
    work: Work, draft_id: str, number: int, parent: int | None, what: Text, document: Document
) -> None:
    row = {"draft_id": draft_id, "revision": number, "parent": parent, "at": work.now, "by": work.actor.id}
    more = {"by_name": work.actor.name, "what": what.as_dict(), "body": stored(document)}
    work.insert(template_draft_revisions, {**row, **more})


# ---------------------------------------------------------------------- reading


def get_draft(work: Work, draft_id: str, lock: bool = False) -> RowMapping:
    """A draft's row.

    Raises:
        NotFound: there is no such draft.
    """
    query = select(template_drafts).where(
        template_drafts.c.tenant_id == work.tenant_id, template_drafts.c.id == draft_id
    )
    row = work.first(query.with_for_update() if lock else query)
    if row is None:
        raise errors.draft_not_found()
    return row


def revision_of(work: Work, draft_id: str, number: int) -> RowMapping:
    """One revision of a draft.

    Raises:
        NotFound: there is none of that number.
    """
    table = template_draft_revisions.c
    query = select(template_draft_revisions).where(table.tenant_id == work.tenant_id, table.draft_id == draft_id)
    row = work.first(query.where(table.revision == number))
    if row is None:
        raise errors.draft_not_found()
    return row


def document_at(work: Work, draft: RowMapping) -> Document:
    """The document of the revision that holds now."""
    return from_stored(revision_of(work, draft["id"], draft["revision"])["body"])


def child_of(work: Work, draft_id: str, number: int) -> RowMapping | None:
    """The newest revision made from this one: where redo goes."""
    table = template_draft_revisions.c
    query = select(table.revision, table.what).where(table.tenant_id == work.tenant_id, table.draft_id == draft_id)
    return work.first(query.where(table.parent == number).order_by(table.revision.desc()).limit(1))


def history_of(work: Work, draft_id: str, limit: int = 200) -> Sequence[RowMapping]:
    """The revisions, the newest first, without their documents."""
    table = template_draft_revisions.c
    columns = (table.revision, table.parent, table.at, table.by_name, table.what)
    query = select(*columns).where(table.tenant_id == work.tenant_id, table.draft_id == draft_id)
    return work.all(query.order_by(table.revision.desc()).limit(limit))


# ---------------------------------------------------------------------- changing


def edit_draft(work: Work, draft_id: str, turn: int, edits: Sequence[Edit]) -> None:
    """Do the edits as one new revision, on the turn the editor has seen. Edits that change nothing make none.

    Raises:
        NotFound: there is no such draft. BadRequest: an edit does not fit.
        Refused: the draft is closed, or somebody changed it since ``turn``.
    """
    draft = held(work, draft_id, turn)
    before = document_at(work, draft)
    try:
        after = apply(before, edits)
        what = describe(before, edits)
    except EditError as wrong:
        raise errors.cannot_edit(wrong.path, wrong.why) from wrong
    if stored(after) != stored(before):
        _next(work, draft, what, after)


def replace_document(work: Work, draft_id: str, turn: int, document: Document, what: Text) -> None:
    """Put another whole document in the draft's place as a new revision; one that changes nothing makes none.

    Raises:
        NotFound, Refused: as for an edit; or the document is another template's.
    """
    draft = held(work, draft_id, turn)
    if document.get("code") != draft["code"]:
        raise errors.another_template(str(document.get("code")), draft["code"])
    if not same(document, document_at(work, draft)):
        _next(work, draft, what, document)


def _next(work: Work, draft: RowMapping, what: Text, document: Document) -> None:
    table = template_draft_revisions.c
    query = select(func.max(table.revision)).where(table.tenant_id == work.tenant_id, table.draft_id == draft["id"])
    number = int(work.scalar(query)) + 1
    _insert_revision(work, draft["id"], number, draft["revision"], what, document)
    _move(work, draft, number)


def undo(work: Work, draft_id: str, turn: int) -> None:
    """Go back to the revision this one was made from.

    Raises:
        NotFound, Refused: as for an edit; or there is nothing to undo.
    """
    draft = held(work, draft_id, turn)
    parent = revision_of(work, draft_id, draft["revision"])["parent"]
    if parent is None:
        raise errors.nothing_to_undo()
    _move(work, draft, parent)


def redo(work: Work, draft_id: str, turn: int) -> None:
    """Go forward again to the newest revision made from this one.

    Raises:
        NotFound, Refused: as for an edit; or there is nothing to redo.
    """
    draft = held(work, draft_id, turn)
    child = child_of(work, draft_id, draft["revision"])
    if child is None:
        raise errors.nothing_to_undo()
    _move(work, draft, child["revision"])


def discard(work: Work, draft_id: str, turn: int) -> None:
    """Give a draft up; its revisions stay.

    Raises:
        NotFound, Refused: as for an edit.
    """
    draft = held(work, draft_id, turn)
    close(work, draft, "discarded", None)
    record(work, "template.draft_discarded", "template_draft", draft_id, after={"code": draft["code"]})


def close(work: Work, draft: RowMapping, status: str, version: int | None) -> None:
    """Mark a draft published or discarded."""
    _update(work, draft, status=status, published_version=version)


def held(work: Work, draft_id: str, turn: int) -> RowMapping:
    """An open draft at the turn its editor has seen, held until the transaction ends.

    Raises:
        NotFound: there is no such draft. Refused: it is closed, or somebody changed it since.
    """
    draft = get_draft(work, draft_id, lock=True)
    if draft["status"] != "open":
        raise errors.draft_closed(draft["status"])
    if draft["turn"] != turn:
        raise errors.draft_changed(draft["changed_by_name"], draft["changed_at"])
    return draft


def _move(work: Work, draft: RowMapping, revision: int) -> None:
    _update(work, draft, revision=revision)
    work.announce("templates", draft_id=draft["id"], turn=draft["turn"] + 1)


def _update(work: Work, draft: RowMapping, **values: Any) -> None:
    """Write a draft's new standing; only from the turn it was read at, so that two writers cannot both win."""
    table = template_drafts.c
    stamp = {"changed_at": work.now, "changed_by": work.actor.id, "changed_by_name": work.actor.name}
    statement = update(template_drafts).where(
        table.tenant_id == work.tenant_id, table.id == draft["id"], table.turn == draft["turn"]
    )
    if work.execute(statement.values(turn=draft["turn"] + 1, **stamp, **values)).rowcount != 1:
        raise errors.draft_changed(draft["changed_by_name"], draft["changed_at"])
