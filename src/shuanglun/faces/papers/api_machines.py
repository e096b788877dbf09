"""Routes: files for machines. Facts are read in one transaction, the files are written and checked after it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from shuanglun.access import Call, Permission, allowed
from shuanglun.engines.machine_files import (
    PLAN_KINDS,
    MachineFile,
    MachineProfile,
    cut_list_csv,
    part_files,
    plan_files,
    plan_steps,
)
from shuanglun.faces.papers import load_machining as loading
from shuanglun.faces.papers.api import CSV, PDF, file_response, given_name
from shuanglun.faces.papers.cut_steps import cut_steps_csv, cut_steps_pdf, steps_shape
from shuanglun.faces.papers.load_machining import Per
from shuanglun.faces.papers.machine_zip import archive, report
from shuanglun.factory.machine_profiles import get_profile

ZIP = "application/zip"
router = APIRouter(tags=["machine files"])
_Caller = Annotated[Call, Depends(allowed(Permission.PAPERS_PRINT))]
_Profile = Annotated[str, Query(max_length=60, description="machine profile, e.g. panel-saw-ptx")]
_Per = Annotated[Per, Query(description="one program a part or a piece")]
_ZIPPED: dict[int | str, dict[str, Any]] = {200: {"description": "The archive", "content": {ZIP: {}}}}
_Made = tuple[str, list[MachineFile], MachineProfile, datetime]


def _lot_files(call: Call, lot_id: str, code: str, per: Per) -> _Made:
    """All files of a lot by a profile: of its plan, where the profile has such, and of its parts."""
    with call.read() as work:
        profile, now = get_profile(work, code), work.now
        number, shapes = loading.load_lot_shapes(work, lot_id, per)
        job = loading.load_plan_job(work, lot_id) if PLAN_KINDS & set(profile.files) else None
    made: list[MachineFile] = [] if job is None else plan_files(job, profile, call.language, with_parts=False)
    for kind in profile.files:
        made += part_files(shapes, profile, kind) if kind not in PLAN_KINDS else []
    return number, made, profile, now


def _order_files(call: Call, order_id: str, code: str, per: Per) -> _Made:
    """The files of an order's parts by a profile; plans belong to lots."""
    with call.read() as work:
        profile, now = get_profile(work, code), work.now
        number, shapes = loading.load_order_shapes(work, order_id, per)
    kinds = [kind for kind in profile.files if kind not in PLAN_KINDS]
    return number, [file for kind in kinds for file in part_files(shapes, profile, kind)], profile, now


def _zip(call: Call, made: _Made) -> Response:
    number, files, profile, now = made
    content = archive(files, profile, number, now, call.language)
    return file_response(content, ZIP, f"{number}-{profile.code}{profile.suffix}.zip")


@router.get("/lots/{lot_id}/machine-files")
def lot_machine_files(
    lot_id: str, call: _Caller, profile: _Profile = "panel-saw-ptx", per: _Per = "part"
) -> dict[str, Any]:
    """What a machine would get for a lot: files, findings, whether they are validated."""
    _, files, used, _ = _lot_files(call, lot_id, profile, per)
    return report(files, used)


@router.get("/lots/{lot_id}/machine-files.zip", responses=_ZIPPED, response_class=Response)
def lot_machine_zip(lot_id: str, call: _Caller, profile: _Profile = "panel-saw-ptx", per: _Per = "part") -> Response:
    """The files of a lot for a machine; refused with findings when any of them cannot be made."""
    return _zip(call, _lot_files(call, lot_id, profile, per))


@router.get("/orders/{order_id}/machine-files")
def order_machine_files(
    order_id: str, call: _Caller, profile: _Profile = "drilling-mpr", per: _Per = "part"
) -> dict[str, Any]:
    """What a machine would get for the parts of an order."""
    _, files, used, _ = _order_files(call, order_id, profile, per)
    return report(files, used)


@router.get("/orders/{order_id}/machine-files.zip", responses=_ZIPPED, response_class=Response)
def order_machine_zip(order_id: str, call: _Caller, profile: _Profile = "drilling-mpr", per: _Per = "part") -> Response:
    """The files of an order's parts for a machine."""
    return _zip(call, _order_files(call, order_id, profile, per))


# ------------------------------------------------------------------ hand-fed saws


@router.get("/lots/{lot_id}/cuts")
def lot_cuts(lot_id: str, call: _Caller) -> dict[str, Any]:
    """The cuts of a lot in order: what lies on the saw, what the fence is set to, what comes off."""
    with call.read() as work:
        job = loading.load_plan_job(work, lot_id)
    return {"lot_no": job.title, "steps": steps_shape(job, plan_steps(job.plan))}


@router.get("/lots/{lot_id}/cuts.csv", responses={200: {"content": {CSV: {}}}}, response_class=Response)
def lot_cuts_csv(lot_id: str, call: _Caller) -> Response:
    """The cuts of a lot in order, as CSV."""
    with call.read() as work:
        job = loading.load_plan_job(work, lot_id)
    return file_response(cut_steps_csv(job, call.language), CSV, given_name(call, "cut_steps", job.title, "csv"))


@router.get("/lots/{lot_id}/cuts.pdf", responses={200: {"content": {PDF: {}}}}, response_class=Response)
def lot_cuts_pdf(lot_id: str, call: _Caller) -> Response:
    """The cuts of a lot in order, as numbered rows for a hand-fed saw."""
    with call.read() as work:
        job, now = loading.load_plan_job(work, lot_id), work.now
    content = cut_steps_pdf(job, now, call.language)
    return file_response(content, PDF, given_name(call, "cut_steps", job.title, "pdf"))


@router.get("/lots/{lot_id}/parts-to-cut.csv", responses={200: {"content": {CSV: {}}}}, response_class=Response)
def lot_parts_to_cut(lot_id: str, call: _Caller) -> Response:
    """The parts of a lot as a cut list that any optimiser imports."""
    with call.read() as work:
        job = loading.load_plan_job(work, lot_id)
    content = cut_list_csv(job.problem, job.info, call.language)
    return file_response(content, CSV, given_name(call, "parts_to_cut", job.title, "csv"))
