"""Routes of the order desk: imports from preview to confirmation, orders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, Query, UploadFile
from pydantic import BaseModel, Field

from shuanglun.access import Call, Permission, PlainText, allowed, check_text
from shuanglun.factory import planning
from shuanglun.factory.orders import cancelling, commands, corrections, overview, own_profiles, queries
from shuanglun.factory.orders.corrections import Correction
from shuanglun.factory.orders.errors import import_moved
from shuanglun.factory.orders.examining import AUTO, examine
from shuanglun.factory.orders.setting import setting_of
from shuanglun.factory.orders.trying import examine_on_trial, shape_trial
from shuanglun.kernel.errors import Refused
from shuanglun.storage import Work

router = APIRouter(tags=["order desk"])
_Reader = Annotated[Call, Depends(allowed(Permission.ORDERS_READ))]
_Clerk = Annotated[Call, Depends(allowed(Permission.ORDERS_IMPORT))]
_Canceller = Annotated[Call, Depends(allowed(Permission.ORDERS_CANCEL))]
_Status = Literal["new", "released", "planned", "in_production", "packed", "shipped", "cancelled"]
_LONGEST_NAME = 200
_ATTEMPTS = 3


class AssignIn(BaseModel):
    """What a column means: its heading or letter, and a field of the profile; null or "": pay no attention to it."""

    column: PlainText = Field(min_length=1, max_length=500)
    field: PlainText | None = Field(default=None, max_length=80)


class EditIn(BaseModel):
    """A correction of one field of the line in ``row`` (as the sheet counts); ``sheet`` where there are several."""

    row: int = Field(ge=1, le=2_000_000)
    field: PlainText = Field(max_length=80)
    text: PlainText = Field(max_length=1000)
    sheet: PlainText | None = Field(default=None, max_length=200)
    same_for_all: bool = False
    same_fault: PlainText | None = Field(default=None, max_length=60)


class CellIn(BaseModel):
    """One cell of a pasted block or a filled column."""

    row: int = Field(ge=1, le=2_000_000)
    field: PlainText = Field(max_length=80)
    text: PlainText = Field(max_length=1000)
    sheet: PlainText | None = Field(default=None, max_length=200)


class EditsIn(BaseModel):
    """Many cells at once, all or none."""

    cells: list[CellIn] = Field(min_length=1, max_length=20_000)


class ProfileChoiceIn(BaseModel):
    """Another profile to read a file by."""

    profile: PlainText = Field(max_length=40)


class ProfileIn(BaseModel):
    """A profile as its file (YAML)."""

    body: PlainText = Field(min_length=1, max_length=200_000)


_Words = dict[PlainText, list[PlainText]]


class WordsIn(BaseModel):
    """Column names and words a profile learns: field to names, field to value to words."""

    aliases: _Words = Field(default_factory=dict, max_length=200)
    values: dict[PlainText, _Words] = Field(default_factory=dict, max_length=200)


class CancelIn(BaseModel):
    """Why an order is cancelled."""

    reason: PlainText = Field(min_length=1, max_length=500)


# ---------------------------------------------------------------------- imports


@router.post("/imports", status_code=201)
def post_import(
    file: UploadFile, call: _Clerk, profile: Annotated[PlainText, Form(max_length=40)] = AUTO
) -> dict[str, Any]:
    """Drop an order file. One that cannot be read is still an import, with findings that stop."""
    name = check_text(file.filename or "")[-_LONGEST_NAME:] or "order"
    data = file.file.read()
    with call.read() as work:
        setting = setting_of(work)
    options: dict[str, Any] = {"taught": setting.taught, "profile": profile, "judge": setting.judge}
    options["profiles"] = setting.profiles
    examined = examine(data, name, setting.facts, setting.today, **options)
    with call.work() as work:
        return commands.store_preview(work, examined)


@router.get("/imports")
def get_imports(call: _Reader, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> dict[str, Any]:
    """The newest imports, without lines and findings."""
    with call.read() as work:
        return {"imports": queries.list_imports(work, limit)}


@router.get("/imports/{import_id}")
def get_import(import_id: str, call: _Reader) -> dict[str, Any]:
    """One import."""
    with call.read() as work:
        return queries.get_import(work, import_id)


@router.post("/imports/{import_id}/assign")
def post_assign(import_id: str, body: AssignIn, call: _Clerk) -> dict[str, Any]:
    """Say what a column means; learned for this factory."""
    return _correct(call, lambda work: corrections.begin_assign(work, import_id, body.column, body.field))


@router.post("/imports/{import_id}/edit")
def post_edit(import_id: str, body: EditIn, call: _Clerk) -> dict[str, Any]:
    """Correct a cell, or every cell that says the same."""
    options: dict[str, Any] = body.model_dump(include={"sheet", "same_for_all", "same_fault"})
    return _correct(
        call, lambda work: corrections.begin_edit(work, import_id, body.row, body.field, body.text, **options)
    )


@router.post("/imports/{import_id}/edits")
def post_edits(import_id: str, body: EditsIn, call: _Clerk) -> dict[str, Any]:
    """Correct many cells at once: a pasted block, a filled column."""
    cells = [cell.model_dump() for cell in body.cells]
    return _correct(call, lambda work: corrections.begin_edits(work, import_id, cells))


@router.post("/imports/{import_id}/undo")
def post_undo(import_id: str, call: _Clerk) -> dict[str, Any]:
    """Take the last correction of cells back."""
    return _correct(call, lambda work: corrections.begin_undo(work, import_id))


@router.post("/imports/{import_id}/profile")
def post_profile_choice(import_id: str, body: ProfileChoiceIn, call: _Clerk) -> dict[str, Any]:
    """Read the file by another profile."""
    return _correct(call, lambda work: corrections.begin_profile(work, import_id, body.profile))


@router.get("/import-profiles")
def get_profiles(call: _Clerk) -> dict[str, Any]:
    """The import profiles of the factory, with what it taught each."""
    with call.read() as work:
        return {"profiles": own_profiles.list_profiles(work)}


@router.get("/choice-names")
def get_choice_names(call: _Reader) -> dict[str, dict[str, str]]:
    """What the factory calls opening directions and other choices, where it has words of its own."""
    with call.read() as work:
        return {"names": own_profiles.choice_names(work)}


@router.get("/import-profiles/{profile_id}")
def get_profile(profile_id: str, call: _Clerk) -> dict[str, Any]:
    """One profile with its file, fields, column names and words."""
    with call.read() as work:
        return own_profiles.show_profile(work, profile_id)


@router.post("/import-profiles")
def post_profile(body: ProfileIn, call: _Clerk) -> dict[str, Any]:
    """Publish a profile of the factory's own."""
    with call.work() as work:
        return own_profiles.publish_profile(work, body.body)


@router.post("/import-profiles/try")
def post_profile_trial(
    file: UploadFile,
    call: _Clerk,
    profile: Annotated[PlainText, Form(max_length=40)] = AUTO,
    body: Annotated[PlainText | None, Form(max_length=200_000)] = None,
) -> dict[str, Any]:
    """Read a file by a profile, or by the one in ``body`` that is not published yet; nothing is stored."""
    name = check_text(file.filename or "")[-_LONGEST_NAME:] or "order"
    with call.read() as work:
        setting = setting_of(work)
        wanted = own_profiles.read_profile(work, body) if body else None
    return shape_trial(examine_on_trial(file.file.read(), name, setting, profile=profile, wanted=wanted))


@router.post("/import-profiles/{profile_id}/words")
def post_words(profile_id: str, body: WordsIn, call: _Clerk) -> dict[str, Any]:
    """Teach a profile column names and words."""
    with call.work() as work:
        return own_profiles.add_words(work, profile_id, body.aliases, body.values)


def _correct(call: Call, begin: Callable[[Work], Correction]) -> dict[str, Any]:
    """Read, examine outside of any transaction, store; once more when somebody else corrected the import meanwhile."""
    for attempt in range(1, _ATTEMPTS + 1):
        with call.read() as work:
            correction, setting = begin(work), setting_of(work)
        examined = corrections.examine_again(correction, setting)
        try:
            with call.work() as work:
                return corrections.store_correction(work, correction, examined)
        except Refused as refusal:
            if refusal.code != "IMPORT-MOVED" or attempt == _ATTEMPTS:
                raise
    raise import_moved()


@router.post("/imports/{import_id}/confirm")
def post_confirm(import_id: str, call: _Clerk) -> dict[str, Any]:
    """Make the orders of an import, all or none."""
    with call.work() as work:
        return {"order_ids": commands.confirm_import(work, import_id)}


@router.post("/imports/{import_id}/cancel")
def post_cancel_import(import_id: str, call: _Clerk) -> dict[str, Any]:
    """Put an import aside."""
    with call.work() as work:
        commands.cancel_import(work, import_id)
    return {}


# ---------------------------------------------------------------------- orders


@router.get("/orders")
def get_orders(
    call: _Reader,
    status: _Status | None = None,
    q: Annotated[PlainText | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> dict[str, Any]:
    """Orders, the earliest due first; ``q`` looks in number, customer and address."""
    with call.read() as work:
        return {"orders": queries.list_orders(work, status, q, limit)}


@router.get("/orders/{order_id}")
def get_order(order_id: str, call: _Reader) -> dict[str, Any]:
    """One order with its lines, split, outlook and packages."""
    with call.read() as work:
        return overview.order_overview(work, order_id)


@router.get("/orders/{order_id}/promise")
def get_promise(order_id: str, call: _Reader) -> dict[str, Any]:
    """When the order could be ready by the live load, and why. Computed outside of any transaction."""
    with call.read() as work:
        queries.get_order(work, order_id)
        load = planning.load_of(work, order_id)
    return planning.promise(load)


@router.post("/orders/{order_id}/cancel")
def post_cancel_order(order_id: str, body: CancelIn, call: _Canceller) -> dict[str, Any]:
    """Cancel an order that has not left."""
    with call.work() as work:
        cancelling.cancel_order(work, order_id, body.reason)
    return {}
