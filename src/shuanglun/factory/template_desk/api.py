"""Routes of the template desk: drafts, trying them out, replaying, publishing, comparing, sharing."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Query, Response, UploadFile
from pydantic import BaseModel, Field, StringConstraints

from shuanglun.access import Call, Permission, allowed, record
from shuanglun.factory.template_desk import drafts, publishing, queries, replays, sharing, trying
from shuanglun.factory.template_desk.documents import Document
from shuanglun.factory.template_desk.editing import Act, Edit
from shuanglun.factory.templates import get_template, set_retired, versions_of
from shuanglun.kernel.text import Text
from shuanglun.storage import jobs

router = APIRouter(tags=["template desk"])
_Reader = Annotated[Call, Depends(allowed(Permission.TEMPLATES_READ))]
_Editor = Annotated[Call, Depends(allowed(Permission.TEMPLATES_EDIT))]
_Trier = Annotated[Call, Depends(allowed(Permission.TEMPLATES_READ, by_key=False))]
_Publisher = Annotated[Call, Depends(allowed(Permission.TEMPLATES_PUBLISH))]
_Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
_Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
_Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class DraftIn(BaseModel):
    """Which template to open; with ``new_code`` and a name it becomes a new product."""

    code: str = Field(max_length=60)
    version: _Version | None = None
    new_code: str | None = Field(default=None, max_length=60)
    name_zh: _Word | None = None
    name_en: _Word | None = None


class EditIn(BaseModel):
    """One edit at a path of the document."""

    act: Act
    path: list[str | int] = Field(min_length=1, max_length=8)
    value: Any = None
    to: int | None = None


class EditsIn(BaseModel):
    """Edits on the turn the editor has seen."""

    turn: int
    edits: list[EditIn] = Field(min_length=1, max_length=2_000)


class TurnIn(BaseModel):
    """The turn the editor has seen."""

    turn: int


class InputsIn(BaseModel):
    """Inputs of one line to try."""

    inputs: dict[str, str | int | float | bool | None] = Field(default_factory=dict, max_length=200)

    def given(self) -> dict[str, Any]:
        """The inputs that are given; an empty one takes its default."""
        return {name: value for name, value in self.inputs.items() if value is not None and value != ""}


class ExplainIn(InputsIn):
    """A value to explain for one line."""

    name: str = Field(max_length=200)


class PublishIn(TurnIn):
    """What changed, in words, and the newest version its publisher has seen."""

    note: _Said
    newest: _Version | None = None


class ReplayIn(BaseModel):
    """How many of the last real lines to replay."""

    lines: int = Field(default=200, ge=1, le=replays.MOST_LINES)


class RetireIn(BaseModel):
    """A version to take out of use, or to bring back."""

    version: _Version
    retired: bool = True
    reason: _Said


def _standing(call: Call, draft_id: str) -> dict[str, Any]:
    """What an editor needs after a change; the page itself is read again."""
    with call.read() as work:
        row = drafts.get_draft(work, draft_id)
    return {"draft": {key: row[key] for key in ("id", "code", "status", "revision", "turn")}}


def _download(document: Document, kind: sharing.Kind, name: str) -> Response:
    data, media_type = sharing.write_file(document, kind)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(data, media_type=media_type, headers=headers)


# ---------------------------------------------------------------------- drafts


@router.get("/template-drafts")
def get_drafts(call: _Reader) -> dict[str, Any]:
    """The drafts that are being worked on."""
    with call.read() as work:
        return {"drafts": queries.open_drafts(work)}


@router.post("/template-drafts", status_code=201)
def post_draft(body: DraftIn, call: _Editor) -> dict[str, Any]:
    """Open a template to change it, or copy it to a new product."""
    with call.work() as work:
        if body.new_code is None:
            draft_id = drafts.open_draft(work, body.code, body.version)
        else:
            name = Text(body.name_zh or body.new_code, body.name_en or body.new_code)
            draft_id = drafts.copy_template(work, body.code, body.version, body.new_code, name)
    return _standing(call, draft_id)


@router.post("/template-drafts/upload", status_code=201)
def post_upload(call: _Editor, file: Annotated[UploadFile, File()]) -> dict[str, Any]:
    """Open a shared file as a new draft."""
    document = sharing.read_file(file.file.read(), file.filename or "template.yaml")
    name = file.filename or "?"
    with call.work() as work:
        draft_id = drafts.open_document(work, document, Text(f"来自文件 {name}", f"from the file {name}"))
    return _standing(call, draft_id)


@router.post("/template-drafts/{draft_id}/upload")
def post_draft_upload(
    draft_id: str,
    call: _Editor,
    file: Annotated[UploadFile, File()],
    turn: Annotated[int, Form(ge=1, le=2**31 - 1)],
) -> dict[str, Any]:
    """Take a changed workbook or file into a draft: one step that can be undone."""
    name = file.filename or "?"
    with call.read() as work:
        drafts.get_draft(work, draft_id)
    document = sharing.read_file(file.file.read(), name)
    with call.work() as work:
        drafts.replace_document(work, draft_id, turn, document, Text(f"读入文件 {name}", f"took in the file {name}"))
    return _standing(call, draft_id)


@router.get("/template-drafts/{draft_id}")
def get_draft(draft_id: str, call: _Reader) -> dict[str, Any]:
    """A draft with findings by cell, examples red and green, names for formulas."""
    with call.read() as work:
        return queries.draft_page(work, draft_id)


@router.get("/template-drafts/{draft_id}/history")
def get_history(draft_id: str, call: _Reader) -> dict[str, Any]:
    """The revisions of a draft, the newest first."""
    with call.read() as work:
        drafts.get_draft(work, draft_id)
        return {"revisions": [dict(row) for row in drafts.history_of(work, draft_id)]}


@router.post("/template-drafts/{draft_id}/edits")
def post_edits(draft_id: str, body: EditsIn, call: _Editor) -> dict[str, Any]:
    """Change cells and rows; all edits are one step of undo."""
    edits = [Edit(one.act, tuple(one.path), one.value, one.to) for one in body.edits]
    with call.work() as work:
        drafts.edit_draft(work, draft_id, body.turn, edits)
    return _standing(call, draft_id)


@router.post("/template-drafts/{draft_id}/undo")
def post_undo(draft_id: str, body: TurnIn, call: _Editor) -> dict[str, Any]:
    """Take the last change back."""
    with call.work() as work:
        drafts.undo(work, draft_id, body.turn)
    return _standing(call, draft_id)


@router.post("/template-drafts/{draft_id}/redo")
def post_redo(draft_id: str, body: TurnIn, call: _Editor) -> dict[str, Any]:
    """Bring back what was undone."""
    with call.work() as work:
        drafts.redo(work, draft_id, body.turn)
    return _standing(call, draft_id)


@router.post("/template-drafts/{draft_id}/discard")
def post_discard(draft_id: str, body: TurnIn, call: _Editor) -> dict[str, Any]:
    """Give a draft up; it stays in the records."""
    with call.work() as work:
        drafts.discard(work, draft_id, body.turn)
    return _standing(call, draft_id)


@router.post("/template-drafts/{draft_id}/try-out")
def post_try_out(draft_id: str, body: InputsIn, call: _Trier) -> dict[str, Any]:
    """What a line with these inputs becomes; nothing is stored."""
    with call.read() as work:
        template = queries.runnable(work, draft_id)
    return trying.try_out(template, body.given())


@router.post("/template-drafts/{draft_id}/explain")
def post_explain(draft_id: str, body: ExplainIn, call: _Trier) -> dict[str, Any]:
    """Why a value comes out as it does."""
    with call.read() as work:
        template = queries.runnable(work, draft_id)
    return trying.explain_value(template, body.given(), body.name)


@router.get("/template-drafts/{draft_id}/compare")
def get_draft_compare(
    draft_id: str, call: _Reader, version: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None
) -> dict[str, Any]:
    """What a draft changes."""
    with call.read() as work:
        return queries.compare_draft(work, draft_id, version)


@router.post("/template-drafts/{draft_id}/publish")
def post_publish(draft_id: str, body: PublishIn, call: _Publisher) -> dict[str, Any]:
    """Publish a draft as the next version of its template."""
    with call.work() as work:
        return publishing.publish_draft(work, draft_id, body.turn, body.note, body.newest)


@router.get("/template-drafts/{draft_id}/file")
def get_draft_file(draft_id: str, call: _Reader, kind: sharing.Kind = "yaml") -> Response:
    """A draft as a file to share."""
    with call.read() as work:
        draft = drafts.get_draft(work, draft_id)
        document = drafts.document_at(work, draft)
    return _download(document, kind, f"{draft['code']}-draft")


# ---------------------------------------------------------------------- replays


@router.post("/template-drafts/{draft_id}/replay", status_code=202)
def post_replay(draft_id: str, body: ReplayIn, call: _Editor) -> dict[str, Any]:
    """Replay the last real lines: few of them at once (``replay``), many as a job (``job``)."""
    if body.lines <= replays.AT_ONCE:
        with call.read() as work:
            prepared = replays.prepare(work, draft_id, body.lines)
        lines = replays.compute(prepared)
        with call.work() as work:
            return {"replay_id": replays.keep(work, prepared, lines), "job": None}
    with call.work() as work:
        queries.runnable(work, draft_id)
        job_id = jobs.enqueue(work, "template-replay", {"draft_id": draft_id, "lines": body.lines})
        record(work, "template.replay_started", "job", job_id, after={"lines": body.lines})
    with call.read() as work:
        row = jobs.get_job(work, job_id)
    return {"replay_id": None, "job": jobs.shape(row) if row else None}


@router.get("/template-replays/{replay_id}")
def get_replay(replay_id: str, call: _Reader) -> dict[str, Any]:
    """A replay: how many lines stay, change, fail, and the changes grouped."""
    with call.read() as work:
        return replays.get_replay(work, replay_id)


@router.get("/template-replays/{replay_id}/lines")
def get_replay_lines(
    replay_id: str,
    call: _Reader,
    group: Annotated[int | None, Query(ge=0, le=100_000)] = None,
    after: Annotated[int, Query(ge=-1, le=2**31 - 1)] = -1,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> dict[str, Any]:
    """The lines that come out otherwise, all or those of one group."""
    with call.read() as work:
        return replays.replay_lines(work, replay_id, group, after, limit)


# ---------------------------------------------------------------------- published versions


@router.get("/templates/{code}/versions")
def get_versions(code: str, call: _Reader) -> dict[str, Any]:
    """Every published version with who, when and why."""
    with call.read() as work:
        return {"versions": versions_of(work, code)}


@router.get("/templates/{code}/compare")
def get_compare(
    code: str,
    call: _Reader,
    before: Annotated[int, Query(ge=1, le=2**31 - 1)],
    after: Annotated[int, Query(ge=1, le=2**31 - 1)],
) -> dict[str, Any]:
    """What differs between two published versions."""
    with call.read() as work:
        return {"code": code, "version": before, "rows": queries.compare_versions(work, code, before, after)}


@router.get("/templates/{code}/file")
def get_file(
    code: str,
    call: _Reader,
    version: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    kind: sharing.Kind = "yaml",
) -> Response:
    """A published version as a file to share."""
    with call.read() as work:
        found = get_template(work, code, version)
        document = drafts.published_document(work, code, found.version)
    return _download(document, kind, f"{code}-v{found.version}")


@router.post("/templates/{code}/retire")
def post_retire(code: str, body: RetireIn, call: _Publisher) -> dict[str, Any]:
    """Take a version out of use or bring it back; what was split with it stays as it is."""
    with call.work() as work:
        changed = set_retired(work, code, body.version, body.retired, body.reason)
    return {"changed": changed}


@router.post("/templates/{code}/try-out")
def post_template_try_out(
    code: str, body: InputsIn, call: _Trier, version: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None
) -> dict[str, Any]:
    """What a line with these inputs becomes with a published version."""
    with call.read() as work:
        template = get_template(work, code, version)
    return trying.try_out(template, body.given())


@router.post("/templates/{code}/explain")
def post_template_explain(
    code: str, body: ExplainIn, call: _Trier, version: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None
) -> dict[str, Any]:
    """Why a value comes out as it does with a published version."""
    with call.read() as work:
        template = get_template(work, code, version)
    return trying.explain_value(template, body.given(), body.name)
