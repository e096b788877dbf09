"""Replays over real order lines: computed in a reading transaction, then kept with the revision they are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import RowMapping, and_, func, select

from shuanglun.factory.orders.tables import order_lines, orders
from shuanglun.factory.splitting import SplitLine, split, with_panels
from shuanglun.factory.template_desk import drafts, errors
from shuanglun.factory.template_desk.looking import look
from shuanglun.factory.template_desk.replaying import ReplayedLine, replay, summarise
from shuanglun.factory.template_desk.tables import template_replay_lines, template_replays
from shuanglun.factory.templates import Template, catalogue_of
from shuanglun.kernel.ids import new_id
from shuanglun.kernel.text import Text
from shuanglun.storage import Actor, Database, Work

MOST_LINES = 20_000
AT_ONCE = 500  # up to here a replay is answered at once; more lines are a job
_CHUNK = 2_000
_ROWS_AT_ONCE = 5_000
Tell = Callable[[float, Text], None]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a replay runs over: the draft's template, the version in use, the newest real lines."""

    draft_id: str
    revision: int
    draft: Template
    current: Template
    rows: tuple[RowMapping, ...]


def prepare(work: Work, draft_id: str, lines: int) -> Prepared:
    """Read the draft, the version in use and the last ``lines`` real order lines of the product, the newest first.

    A product that is new is compared with the one it was copied from, on that one's lines.

    Raises:
        NotFound: there is no such draft. Refused: the draft cannot run, or there is nothing to compare with.
    """
    draft = drafts.get_draft(work, draft_id)
    catalogue = catalogue_of(work)
    found = look(drafts.document_at(work, draft), catalogue.materials, draft["code"])
    if found.template is None:
        raise errors.cannot_run(found.findings)
    find = with_panels(catalogue.get)
    current = find(draft["code"], None) or (find(draft["from_code"], None) if draft["from_code"] else None)
    if current is None:
        raise errors.nothing_to_compare(draft["code"])
    return Prepared(draft_id, draft["revision"], found.template, current, _last_lines(work, current.code, lines))


def _last_lines(work: Work, code: str, lines: int) -> tuple[RowMapping, ...]:
    joined = order_lines.join(
        orders, and_(orders.c.tenant_id == order_lines.c.tenant_id, orders.c.id == order_lines.c.order_id)
    )
    columns = (order_lines.c.id, order_lines.c.order_id, order_lines.c.line_no, order_lines.c.position)
    query = (
        select(*columns, order_lines.c.params, order_lines.c.quantity, orders.c.no)
        .select_from(joined)
        .where(order_lines.c.tenant_id == work.tenant_id, order_lines.c.template_code == code)
        .where(orders.c.status != "cancelled", order_lines.c.retired_at.is_(None))
        .order_by(orders.c.created_at.desc(), orders.c.no.desc(), order_lines.c.line_no)
    )
    return tuple(work.all(query.limit(min(lines, MOST_LINES))))


def compute(prepared: Prepared, tell: Tell = lambda share, note: None) -> list[ReplayedLine]:
    """Split every line both ways, a few thousand at a time so that progress can be told and memory stays small."""
    found: list[ReplayedLine] = []
    for start in range(0, len(prepared.rows), _CHUNK):
        rows = prepared.rows[start : start + _CHUNK]
        before = _split(prepared.current, rows)
        found += replay([_line(prepared.current, row) for row in rows], before, _split(prepared.draft, rows))
        done = start + len(rows)
        note = Text(f"已重放 {done} / {len(prepared.rows)} 行", f"{done} of {len(prepared.rows)} lines replayed")
        tell(done / len(prepared.rows) * 0.95, note)
    return found


def _split(template: Template, rows: Sequence[RowMapping]) -> Any:
    return split([_line(template, row) for row in rows], lambda code, version: template)


def _line(template: Template, row: RowMapping) -> SplitLine:
    return SplitLine(row["id"], template.code, row["params"], row["quantity"], template.version)


def keep(work: Work, prepared: Prepared, lines: Sequence[ReplayedLine]) -> str:
    """Store a replay; returns its id."""
    replay_id = new_id()
    row = {"id": replay_id, "draft_id": prepared.draft_id, "revision": prepared.revision, "created_by": work.actor.id}
    against = {"against_code": prepared.current.code, "against_version": prepared.current.version}
    summary, members = summarise(lines)
    result = {"created_at": work.now, "lines": len(lines), "summary": summary, "members": members}
    work.insert(template_replays, {**row, **against, **result})
    kept = [
        {
            "replay_id": replay_id,
            "place": place,
            "order_id": line["order_id"],
            "order_no": line["no"],
            "order_line_id": line["id"],
            "line_no": line["line_no"],
            "position": line["position"],
            "kind": one.kind,
            "changes": [asdict(change) for change in one.changes],
        }
        for place, (line, one) in enumerate(zip(prepared.rows, lines, strict=True))
        if one.kind not in {"same", "stopped"}
    ]
    for start in range(0, len(kept), _ROWS_AT_ONCE):
        work.insert(template_replay_lines, kept[start : start + _ROWS_AT_ONCE])
    return replay_id


def run(
    database: Database, tenant_id: str, actor: Actor, args: Mapping[str, Any], tell: Tell = lambda share, note: None
) -> dict[str, Any]:
    """The job: replay ``lines`` real lines with the draft ``draft_id``; no transaction is held while it computes."""
    with database.read(tenant_id, actor) as work:
        prepared = prepare(work, str(args["draft_id"]), int(args["lines"]))
    lines = compute(prepared, tell)
    with database.work(tenant_id, actor) as work:
        return {"replay_id": keep(work, prepared, lines)}


# ---------------------------------------------------------------------- reading


def get_replay(work: Work, replay_id: str) -> dict[str, Any]:
    """A replay with its summary.

    Raises:
        NotFound: there is no such replay.
    """
    return _shape(_row(work, replay_id))


def _row(work: Work, replay_id: str) -> RowMapping:
    row = work.first(_replays(work).where(template_replays.c.id == replay_id))
    if row is None:
        raise errors.replay_not_found()
    return row


def last_replay(work: Work, draft_id: str) -> dict[str, Any] | None:
    """The newest replay of a draft, whatever revision it was about."""
    newest = _replays(work).where(template_replays.c.draft_id == draft_id)
    row = work.first(newest.order_by(template_replays.c.created_at.desc(), template_replays.c.id.desc()).limit(1))
    return None if row is None else _shape(row)


def _replays(work: Work) -> Any:
    return select(template_replays).where(template_replays.c.tenant_id == work.tenant_id)


def _shape(row: RowMapping) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in {"tenant_id", "created_by", "members"}}


def replay_lines(
    work: Work, replay_id: str, group: int | None = None, after: int = -1, limit: int = 200
) -> dict[str, Any]:
    """The lines of a replay that come out otherwise, page by page; ``group`` narrows it to one group of the summary.

    Raises:
        NotFound: there is no such replay, or it has no such group.
    """
    members = _row(work, replay_id)["members"]
    if group is not None and group >= len(members):
        raise errors.replay_not_found()
    table = template_replay_lines.c
    where = [table.tenant_id == work.tenant_id, table.replay_id == replay_id, table.place > after]
    if group is None:
        everything = select(func.count()).select_from(template_replay_lines).where(*where[:2])
        count = int(work.scalar(everything))
    else:
        count = len(members[group])
        where.append(table.place.in_([place for place in members[group] if place > after][:limit]))
    rows = work.all(select(template_replay_lines).where(*where).order_by(table.place).limit(limit))
    shaped = [{key: value for key, value in row.items() if key != "tenant_id"} for row in rows]
    return {"count": count, "lines": shaped}
