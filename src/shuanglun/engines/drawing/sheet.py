"""Drawings on paper: views to standard scales on A4 across, a list of parts, a title block on every sheet.

A sheet is one view whose unit is 0.01 mm of paper, so that what shows or prints a view shows a sheet. Text is 2.5 mm high on
paper at every scale.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shuanglun.engines.drawing.model import Item, Label, Rect, View, moved, scaled
from shuanglun.engines.drawing.part_sheet import part_view
from shuanglun.engines.drawing.product import PartShape, Product, Solid, solids
from shuanglun.engines.drawing.title import BLOCK, Head, parts_table, rows_that_fit, title_block
from shuanglun.engines.drawing.whole import exploded_view, front_view, plan_section, upright_section
from shuanglun.kernel.text import Text

WIDTH, HEIGHT = 29_700, 21_000
SCALES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100, 200)
_MARGIN = 1_000
_GAP = 700
_TEXT = 250
_ROOM = (WIDTH - 2 * _MARGIN, HEIGHT - 2 * _MARGIN - BLOCK)
_FLOOR = _MARGIN + BLOCK


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper: ``view`` in 0.01 mm, ``scale`` like "1:20" (empty where there are several)."""

    name: str
    title: Text
    scale: str
    view: View


@dataclass(frozen=True, slots=True)
class _Page:
    """What is on a sheet before it has its number: items in paper units."""

    name: str
    title: Text
    scale: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class _Laid:
    """A view on paper: its size there, its items from its own lower left corner."""

    view: View
    scale: int

    @property
    def width(self) -> int:
        """Width on paper."""
        return self.view.width * 10 // self.scale + 1

    @property
    def height(self) -> int:
        """Height on paper."""
        return self.view.height * 10 // self.scale + 1

    def at(self, x: int, y: int) -> list[Item]:
        """The items with the view's lower left corner at (x, y) of the paper."""
        dx, dy = x - self.view.x * 10 // self.scale, y - self.view.y * 10 // self.scale
        return [moved(scaled(item, 10, self.scale), dx, dy) for item in self.view.items]


def product_sheets(product: Product, head: Head) -> list[Sheet]:
    """All sheets of a product: the whole, taken apart with the list of its parts, then every part; none without parts."""
    placed = solids(product)
    pages = [*_whole(product, placed), *_apart(product, placed), *_parts(product.parts)]
    return _numbered(pages, head)


def part_sheets(part: PartShape, head: Head) -> list[Sheet]:
    """The sheet of one part."""
    return _numbered(list(_parts((part,))), head)


def _numbered(pages: Sequence[_Page], head: Head) -> list[Sheet]:
    found = []
    for number, page in enumerate(pages, 1):
        frame = Rect(_MARGIN, _MARGIN, _ROOM[0], HEIGHT - 2 * _MARGIN, "section")
        block = title_block(head, page.title, page.scale, (number, len(pages)), (_MARGIN, _MARGIN, _ROOM[0]))
        view = View(page.name, page.title, 0, 0, WIDTH, HEIGHT, _TEXT, (*page.items, frame, *block))
        found.append(Sheet(page.name, page.title, page.scale, view))
    return found


def _text(scale: int) -> int:
    """The height of text in a view, so that it is 2.5 mm on paper at a scale."""
    return _TEXT * scale // 10


def _told(scale: int) -> str:
    return f"1:{scale}"


def _whole(product: Product, placed: Sequence[Solid]) -> Iterator[_Page]:
    """From the front, beside it cut upright, below it cut across: to one scale, in line with each other."""
    if not placed:
        return
    for scale in SCALES:
        laid = _three(product, placed, scale)
        if laid is not None or scale == SCALES[-1]:
            items = laid or ()
            yield _Page("product", Text("三视图", "Views"), _told(scale), tuple(items))
            return


def _three(product: Product, placed: Sequence[Solid], scale: int) -> list[Item] | None:
    """The three views at a scale; None where they do not fit."""
    text = _text(scale)
    front = _Laid(front_view(product, placed, text), scale)
    plan_, section_ = plan_section(product, placed, text), upright_section(product, placed, text)
    plan = None if plan_ is None else _Laid(plan_, scale)
    section = None if section_ is None else _Laid(section_, scale)

    def paper(value: int) -> int:
        return value * 10 // scale

    left = min(paper(one.view.x) for one in (front, plan) if one is not None)
    right = max(paper(one.view.x) + one.width for one in (front, plan) if one is not None)
    low = min(paper(one.view.y) for one in (front, section) if one is not None)
    high = max(paper(one.view.y) + one.height for one in (front, section) if one is not None)
    titles = 600
    width = right - left + (0 if section is None else section.width + _GAP)
    height = high - low + (0 if plan is None else plan.height + _GAP + titles) + titles
    if width > _ROOM[0] or height > _ROOM[1]:
        return None
    x0 = _MARGIN + (_ROOM[0] - width) // 2 - left
    y0 = _FLOOR + (_ROOM[1] - height) // 2 + (0 if plan is None else plan.height + _GAP + titles) - low
    items = _with_title(front, x0 + paper(front.view.x), y0 + paper(front.view.y))
    if section is not None:
        items += _with_title(section, x0 + right + _GAP, y0 + paper(section.view.y))
    if plan is not None:
        items += _with_title(plan, x0 + paper(plan.view.x), y0 + low - _GAP - titles - plan.height)
    return items


def _with_title(laid: _Laid, x: int, y: int) -> list[Item]:
    """A view with its title above its middle."""
    title = Label(x + laid.width // 2, y + laid.height + 250, 350, laid.view.title, strong=True)
    return [*laid.at(x, y), title]


def _apart(product: Product, placed: Sequence[Solid]) -> Iterator[_Page]:
    """The product taken apart at the left, the list of its parts at the right; a long list runs on."""
    rows = list(enumerate(product.parts, 1))
    fit = rows_that_fit(_ROOM[1])
    title = Text("分解图与零件表", "Exploded view and parts")
    first, rest = rows[:fit], rows[fit:]
    if not rows:
        return
    if placed:
        items, width = parts_table(first, _MARGIN + _ROOM[0], _FLOOR + _ROOM[1], align="right")
        room = _ROOM[0] - width - _GAP, _ROOM[1] - 400
        for scale in SCALES:
            laid = _Laid(exploded_view(product, placed, _text(scale)), scale)
            if (laid.width <= room[0] and laid.height <= room[1]) or scale == SCALES[-1]:
                x = _MARGIN + max(0, (room[0] - laid.width) // 2)
                y = _FLOOR + 200 + max(0, (room[1] - laid.height) // 2)
                yield _Page("exploded", title, _told(scale), (*laid.at(x, y), *items))
                break
    else:
        rest = rows
    for number in range(0, len(rest), 2 * fit):
        sides = rest[number : number + fit], rest[number + fit : number + 2 * fit]
        left, _ = parts_table(sides[0], _MARGIN, _FLOOR + _ROOM[1], align="left")
        right = parts_table(sides[1], _MARGIN + _ROOM[0], _FLOOR + _ROOM[1], align="right")[0] if sides[1] else []
        yield _Page(f"list-{number // (2 * fit) + 1}", Text("零件表", "Parts list"), "", (*left, *right))


def _parts(parts: Sequence[PartShape]) -> Iterator[_Page]:
    """Every part at the largest scale that fits, several on a sheet, left to right and downwards."""
    shelf: list[Item] = []
    scales: set[int] = set()
    number, x, y, deep = 1, 0, 0, 0
    for part in parts:
        laid = _fitted(part)
        if x and x + laid.width > _ROOM[0]:
            x, y, deep = 0, y + deep, 0
        if y and y + laid.height > _ROOM[1]:
            yield _part_page(number, shelf, scales)
            shelf, scales, number, x, y, deep = [], set(), number + 1, 0, 0, 0
        shelf += laid.at(_MARGIN + x, _FLOOR + _ROOM[1] - y - laid.height)
        scales.add(laid.scale)
        x, deep = x + laid.width + _GAP, max(deep, laid.height)
    if shelf:
        yield _part_page(number, shelf, scales)


def _part_page(number: int, items: Sequence[Item], scales: set[int]) -> _Page:
    scale = _told(min(scales)) if len(scales) == 1 else ""
    return _Page(f"parts-{number}", Text("零件图", "Part drawings"), scale, tuple(items))


def _fitted(part: PartShape) -> _Laid:
    """A worked part as large as the sheet takes it, a plain one half as wide."""
    width = _ROOM[0] if part.machining else (_ROOM[0] - _GAP) // 2
    height = _ROOM[1] if part.machining else _ROOM[1] // 2
    for scale in SCALES:
        laid = _Laid(part_view(part, _text(scale), _told(scale)), scale)
        if laid.width <= width and laid.height <= height:
            break
    return laid
