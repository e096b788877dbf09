"""Puts the rooms together. The only place that knows all of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastapi import FastAPI

    from shuanglun.faces.jobs import JobContext
    from shuanglun.storage import Database


def load_tables() -> None:
    """Import every ``tables.py`` so that the catalogue of tables is complete."""
    import importlib

    for room in (
        "storage.tables",
        "storage.sequences",
        "access.tables",
        "factory.orders.tables",
        "factory.changes.tables",
        "factory.attachments.tables",
        "factory.pricing.tables",
        "factory.templates.tables",
        "factory.splitting.tables",
        "factory.template_desk.tables",
        "factory.pieces.tables",
        "factory.cutting_room.tables",
        "factory.machine_profiles.tables",
        "factory.planning.tables",
        "factory.machines.tables",
        "factory.floor.tables",
        "factory.packing.tables",
        "factory.shipping.tables",
    ):
        importlib.import_module(f"shuanglun.{room}")


def web_folder() -> Path | None:
    """The built web app: in the repository's ``web/dist``."""
    found = Path(__file__).resolve().parents[2] / "web" / "dist"
    return found if (found / "index.html").is_file() else None


def build_app(database: Database, data: Path, *, host: str = "127.0.0.1", mqtt_port: int = 1883) -> FastAPI:
    """The web application with its services: job runner, machines' endpoint."""
    from shuanglun.faces.api import create_app
    from shuanglun.faces.ingest.service import MachineService
    from shuanglun.faces.jobs import JobRunner
    from shuanglun.factory import board

    services: list[Any] = [
        MachineService(database, data / "log", host, mqtt_port),
        JobRunner(
            database,
            {"plan": _plan, "lot-choices": _choices, "lot-replan": _replan, "template-replay": _replay},
        ),
    ]
    return create_app(database, board.board, services, web_folder())


def _plan(context: JobContext, args: Mapping[str, Any]) -> Any:
    """The job that plans: which orders, or all; with off-cuts or without; what may share a lot."""
    from shuanglun.factory import planning

    usual = planning.Settings()
    settings = planning.Settings(
        max_pieces=args.get("max_pieces", usual.max_pieces),
        max_area_m2=args.get("max_area_m2"),
        window_days=args.get("window_days", usual.window_days),
        use_offcuts=args.get("use_offcuts", usual.use_offcuts),
    )
    return planning.make_plan(
        context.database, context.tenant_id, context.actor, args.get("order_ids"), settings, tell=context.progress
    )


def _choices(context: JobContext, args: Mapping[str, Any]) -> Any:
    """The job that compares plans for the rest of a lot."""
    from shuanglun.factory import planning

    wish = planning.Wish("material", args.get("boards", {}), args.get("remakes", False))
    return planning.choices(
        context.database, context.tenant_id, context.actor, args["lot_id"], wish, tell=context.progress
    )


def _replan(context: JobContext, args: Mapping[str, Any]) -> Any:
    """The job that plans the rest of a lot anew."""
    from shuanglun.factory import planning

    wish = planning.Wish(args["goal"], args["boards"], args["remakes"], args.get("compared", False))
    return planning.replan_lot(
        context.database, context.tenant_id, context.actor, args["lot_id"], wish, tell=context.progress
    )


def _replay(context: JobContext, args: Mapping[str, Any]) -> Any:
    """The job that replays real order lines with a draft of a template."""
    from shuanglun.factory import template_desk

    return template_desk.run_replay(context.database, context.tenant_id, context.actor, args, tell=context.progress)
