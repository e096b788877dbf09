"""An order file examined: read, profile chosen, checked. Pure, so that it runs outside of any transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuanglun.factory.orders import errors
from shuanglun.factory.orders.checking import Judge, check_book, choose_profile
from shuanglun.factory.orders.model import CatalogueFacts, Checked, Learned, RawBook
from shuanglun.factory.orders.profiles import Profile, builtin_profiles
from shuanglun.factory.orders.reading import read_book
from shuanglun.factory.orders.values import plain

_SHORT_NAMES = {"door": "door_order"}
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Examined:
    """A file and what was made of it. ``assignments`` and ``edits`` are what the user did on the page so far."""

    data: bytes
    book: RawBook
    profile: Profile
    checked: Checked
    assignments: Mapping[str, str]
    edits: Sequence[Mapping[str, Any]]


def examine(
    data: bytes,
    filename: str,
    facts: CatalogueFacts,
    today: date,
    *,
    taught: Mapping[str, Learned] | None = None,
    profile: str = AUTO,
    assignments: Mapping[str, str] | None = None,
    edits: Sequence[Mapping[str, Any]] = (),
    judge: Judge | None = None,
) -> Examined:
    """Read a file and check it. ``taught`` is what the factory taught, by profile; ``assignments`` (heading to field) are
    of this file; ``edits`` are ``{"sheet", "row", "field", "text"}``, the last one of a cell counts.

    Raises:
        BadRequest: there is no such profile.
    """
    book = read_book(data, filename)
    here = {plain(heading): name for heading, name in (assignments or {}).items()}
    known = {p.id: _joined((taught or {}).get(p.id, Learned()), here) for p in builtin_profiles()}
    chosen = _profile(profile, book, known)
    typed = {(edit["sheet"], edit["row"], edit["field"]): edit["text"] for edit in edits}
    checked = check_book(book, chosen, facts, today=today, learned=known[chosen.id], edits=typed, judge=judge)
    return Examined(data, book, chosen, checked, dict(assignments or {}), list(edits))


def _joined(learned: Learned, columns: Mapping[str, str]) -> Learned:
    return Learned({**learned.columns, **columns}, learned.values)


def _profile(name: str, book: RawBook, known: Mapping[str, Learned]) -> Profile:
    profiles = builtin_profiles()
    if name == AUTO:
        return choose_profile(book, profiles, known)
    wanted = _SHORT_NAMES.get(name, name)
    found = next((profile for profile in profiles if profile.id == wanted), None)
    if found is None:
        raise errors.no_such_profile(name)
    return found
