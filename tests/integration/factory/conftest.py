"""A factory for the tests of the floor, on both databases."""

from __future__ import annotations

import pytest

from integration.factory.builders import Shop
from shuanglun.storage import Database


@pytest.fixture
def shop(database: Database) -> Shop:
    """An empty factory with stations."""
    return Shop(database)
