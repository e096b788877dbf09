"""Publishing a draft: the next version of its template, with a note. What was split before keeps its version."""

from __future__ import annotations

from typing import Any

from shuanglun.access.audit import record
from shuanglun.factory.template_desk import drafts, errors
from shuanglun.factory.template_desk.documents import write_yaml
from shuanglun.factory.template_desk.looking import look
from shuanglun.factory.templates import catalogue_of, next_version, publish_version
from shuanglun.storage import Work


def publish_draft(work: Work, draft_id: str, turn: int, note: str, newest: int | None) -> dict[str, Any]:
    """Publish a draft as the next version; ``newest`` is the newest version its editor has seen (None: no version yet).

    Raises:
        NotFound: there is no such draft.
        Refused: it is closed or changed meanwhile; it has findings, a cycle or red examples; a newer version was published.
    """
    draft = drafts.held(work, draft_id, turn)
    code, version = draft["code"], next_version(work, draft["code"])
    if version - 1 != (newest or 0):
        raise errors.newer_version(code, version - 1)
    document = {**drafts.document_at(work, draft), "code": code, "version": version}
    blocking = look(document, catalogue_of(work).materials, code).blocking()
    if blocking:
        raise errors.not_ready(blocking)
    publish_version(work, f"{code}@{version}", write_yaml(document), note)
    drafts.close(work, draft, "published", version)
    record(work, "template.draft_published", "template_draft", draft_id, after={"code": code, "version": version})
    return {"code": code, "version": version}
