"""An order file tried by a profile before the profile is published, or before anything is stored. Pure."""

from __future__ import annotations

from typing import Any

from shuanglun.factory.orders.examining import AUTO, Examined, examine
from shuanglun.factory.orders.profiles import Profile, builtin_profiles
from shuanglun.factory.orders.setting import Setting
from shuanglun.factory.orders.shapes import shape_draft
from shuanglun.kernel.findings import Finding

MOST_LINES = 60  # a trial is looked at, not worked on


def examine_on_trial(
    data: bytes, filename: str, setting: Setting, *, profile: str = AUTO, wanted: Profile | None = None
) -> Examined:
    """A file examined with the factory's setting; ``wanted`` is a profile that is not published yet.

    Raises:
        BadRequest: there is no such profile.
    """
    profiles = setting.profiles or builtin_profiles()
    if wanted is not None:
        profiles = (wanted, *(one for one in profiles if one.id != wanted.id))
    options: dict[str, Any] = {"taught": setting.taught, "profile": wanted.id if wanted else profile}
    options["judge"] = setting.judge
    return examine(data, filename, setting.facts, setting.today, profiles=profiles, **options)


def shape_trial(examined: Examined) -> dict[str, Any]:
    """What a file would become, with every finding and the first lines; ``kept_columns`` are those without a meaning."""
    draft = shape_draft(examined.checked, examined.profile, examined.choices)
    left = MOST_LINES
    for order in draft["orders"]:
        order["lines"], left = order["lines"][:left], max(0, left - len(order["lines"]))
    findings: list[Finding] = list(examined.checked.findings)
    return {
        **draft,
        "file_name": examined.book.filename,
        "orders": [order for order in draft["orders"] if order["lines"]],
        "kept_columns": [column["heading"] for column in draft["columns"] if not column["field"] and column["heading"]],
        "findings": [finding.as_dict() for finding in findings],
    }
