"""What a file is examined against: the factory's templates and boards, what it taught, its day. Read once, used outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select, true

from shuanglun.factory.cutting_room.tables import board_types
from shuanglun.factory.orders.checking import Judge
from shuanglun.factory.orders.facts import facts_from_templates
from shuanglun.factory.orders.judging import judge_by_templates
from shuanglun.factory.orders.model import CatalogueFacts, Learned
from shuanglun.factory.orders.own_profiles import profiles_of
from shuanglun.factory.orders.profiles import Profile
from shuanglun.factory.orders.queries import taught
from shuanglun.factory.templates import catalogue_of
from shuanglun.kernel.clock import local_day
from shuanglun.storage import Work


@dataclass(frozen=True)
class Setting:
    """All that examining needs besides the file, so that it needs no database. ``today`` is the factory's local day."""

    facts: CatalogueFacts
    today: date
    taught: dict[str, Learned] = field(default_factory=dict)
    judge: Judge | None = None
    profiles: tuple[Profile, ...] = ()


def today_of(work: Work) -> date:
    """The factory's local day of a unit of work."""
    return date.fromisoformat(local_day(work.now))


def setting_of(work: Work) -> Setting:
    """The factory as it is now; every line will be asked of the product templates."""
    catalogue = catalogue_of(work)
    facts = facts_from_templates(catalogue.newest(), _thicknesses(work))
    return Setting(facts, today_of(work), taught(work), judge_by_templates(catalogue.get), profiles_of(work))


def _thicknesses(work: Work) -> dict[str, int]:
    """The thickness of each material that comes in one thickness only, 0.1 mm."""
    rows = work.all(
        select(board_types.c.material_code, board_types.c.thickness)
        .where(board_types.c.tenant_id == work.tenant_id, board_types.c.active.is_(true()))
        .distinct()
    )
    found: dict[str, set[int]] = {}
    for row in rows:
        found.setdefault(row["material_code"], set()).add(row["thickness"])
    return {material: min(several) for material, several in found.items() if len(several) == 1}
