"""Which profile a file belongs to, and why: the one whose layout finds most of its known names. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shuanglun.factory.orders.headings import Grid, TableFinder
from shuanglun.factory.orders.layouts import lay_out
from shuanglun.factory.orders.model import Learned, RawBook
from shuanglun.factory.orders.profiles import Profile
from shuanglun.factory.orders.values import plain
from shuanglun.kernel.text import Text

_PREFERENCE = ("rows", "columns", "forms")
_LAYOUT_NAMES = {
    "rows": Text("表头一行，每行一樘/一块", "one heading, a line a row"),
    "columns": Text("表头竖排，每列一樘", "headings below each other, a door a column"),
    "forms": Text("每樘一块表格", "a form a door"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A profile with how well it fits: ``score`` known line fields, ``lines`` it would read, the known names it saw."""

    profile: Profile
    score: int
    lines: int
    names: tuple[str, ...] = ()

    def why(self) -> Text:
        """Why this profile, in words."""
        layout = _LAYOUT_NAMES[self.profile.layout]
        if not self.score:
            return Text("没有认出列名，请自己指定每列的含义", "no column name is known; say what each column is")
        names = "、".join(self.names[:6])
        return Text(
            f"认出 {self.score} 个列名（{names}…），版式：{layout.zh}",
            f"{self.score} known names ({names} …), layout: {layout.en}",
        )


def candidates(book: RawBook, profiles: Sequence[Profile], learned: Mapping[str, Learned]) -> list[Candidate]:
    """All profiles, the best fit first. A list nobody knows goes to the profile that takes any heading."""
    found = [_candidate(book, profile, learned.get(profile.id, Learned())) for profile in profiles]

    def rank(one: Candidate) -> tuple[int, int, int, bool, int]:
        at = profiles.index(one.profile)
        own = 1 if one.profile.source == "own" else 0
        return (-one.score, -own, _PREFERENCE.index(one.profile.layout), not one.profile.is_base, at)

    ranked = sorted(found, key=rank)
    if ranked and not ranked[0].score:
        ranked.sort(key=lambda one: not (one.profile.any_heading and one.lines))
    return ranked


def _candidate(book: RawBook, profile: Profile, learned: Learned) -> Candidate:
    best = Candidate(profile, 0, 0)
    for sheet in lay_out(book, profile, learned).sheets:
        if sheet.hidden:
            continue
        tables = TableFinder(Grid(sheet), profile, learned).tables()
        for table in tables:
            names = [c.heading for c in table.columns if c.field and profile.fields[c.field].level == "line"]
            if profile.any_heading:  # knows only what it was taught
                names = [name for name in names if plain(name) in learned.columns]
            score = len({c.field for c in table.columns if c.heading in names})
            if profile.layout != "rows":  # a table of its own headings fits less well than one that stands there
                score -= sum(1 for column in table.twice)
            if score > best.score or (profile.any_heading and not best.lines):
                best = Candidate(profile, score, table.end - table.first, tuple(names))
    return best
