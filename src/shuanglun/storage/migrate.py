"""Bring a database to the newest schema (Alembic, forward only)."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from shuanglun.storage.database import Database
from shuanglun.storage.selectivity import state_selectivity


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["engine"] = database.engine
    return config


def upgrade(database: Database) -> None:
    """Run every migration that has not run yet; a database at the newest version is left alone."""
    command.upgrade(_config(database), "head")
    state_selectivity(database)


def new_revision(database: Database, message: str) -> None:
    """Write a migration from the difference between the catalogue of tables and an up-to-date database (developers)."""
    command.revision(_config(database), message=message, autogenerate=True)
