"""An order file examined: read, profile chosen, checked. Pure, so that it runs outside of any transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuanglun.factory.orders import errors
from shuanglun.factory.orders.checking import Judge, check_book
from shuanglun.factory.orders.detecting import Candidate, candidates
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
    choices: Sequence[Candidate] = ()


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
    profiles: Sequence[Profile] = (),
) -> Examined:
    """Read a file and check it. ``taught`` is what the factory taught, by profile; ``assignments`` (heading to field) are
    of this file; ``edits`` are ``{"sheet", "row", "field", "text"}``, the last one of a cell counts. ``profiles`` are the
    factory's; none: those that come with the program.

    Raises:
        BadRequest: there is no such profile.
    """
    book = read_book(data, filename)
    here = {plain(heading): name for heading, name in (assignments or {}).items()}
    every = tuple(profiles) or builtin_profiles()
    known = {p.id: _joined((taught or {}).get(p.id, Learned()), here) for p in every}
    choices = candidates(book, every, known)
    chosen = choices[0].profile if profile == AUTO else _profile(profile, every)
    typed = {(edit["sheet"], edit["row"], edit["field"]): edit["text"] for edit in edits}
    checked = check_book(book, chosen, facts, today=today, learned=known[chosen.id], edits=typed, judge=judge)
    return Examined(data, book, chosen, checked, dict(assignments or {}), list(edits), choices)


def _joined(learned: Learned, columns: Mapping[str, str]) -> Learned:
    return Learned({**learned.columns, **columns}, learned.values)


def _profile(name: str, profiles: Sequence[Profile]) -> Profile:
    wanted = _SHORT_NAMES.get(name, name)
    found = next((profile for profile in profiles if profile.id == wanted), None)
    if found is None:
        raise errors.no_such_profile(name)
    return found
