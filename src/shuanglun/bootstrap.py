"""Puts the rooms together. The only place that knows all of them."""

from __future__ import annotations


def load_tables() -> None:
    """Import every ``tables.py`` so that the catalogue of tables is complete."""
    import importlib

    for room in (
        "storage.tables",
        "storage.sequences",
        "access.tables",
        "factory.orders.tables",
        "factory.templates.tables",
        "factory.splitting.tables",
        "factory.pieces.tables",
        "factory.cutting_room.tables",
        "factory.planning.tables",
        "factory.machines.tables",
        "factory.floor.tables",
        "factory.packing.tables",
        "factory.shipping.tables",
    ):
        importlib.import_module(f"shuanglun.{room}")
