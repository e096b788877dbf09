"""Better drafts from a good one: take a few badly filled boards out, refill them differently, keep what is no worse."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from shuanglun.engines.cutting.construct import Constructor, Draft, Recipe, Sheet, Stop
from shuanglun.engines.cutting.fill import Block
from shuanglun.engines.cutting.units import Scaled

Key = tuple[int, int, int]
Enough = Callable[[int, Draft], bool]


def rank(scaled: Scaled, draft: Draft) -> Key:
    """Smaller is better: area of pieces without a board, price of the boards, then how evenly (badly) they are filled."""
    missing = sum(scaled.kinds[kind].area * count for kind, count in draft.missing.items())
    price = sum(scaled.boards[sheet.board].price * sheet.run for sheet in draft.sheets)
    fullness = sum(
        sheet.run * 1000 * (sheet.area * 1000 // scaled.boards[sheet.board].area) ** 2 for sheet in draft.sheets
    )
    return missing, price, -fullness


def recipes(scaled: Scaled) -> Iterator[Recipe]:
    """The recipes worth building for a problem of this size, the surest first."""
    pieces = sum(scaled.wanted)
    if pieces > 3000:
        light = 24 if pieces <= 20_000 else 16
        yield Recipe("sum", window=light, scan=12, heights=3, tries=1, repeat=True)
        return
    light_one = Recipe("sum", window=24, scan=12, heights=4, tries=3)
    yield light_one
    yield replace(light_one, repeat=True)
    if any(board.stock.is_offcut for board in scaled.boards) and scaled.problem.use_offcuts_first:
        yield replace(light_one, least_offcut_use=0.5)
        yield replace(light_one, least_offcut_use=0.75)


def refill(
    constructor: Constructor, draft: Draft, rng: random.Random, steps: int | None, stop: Stop, enough: Enough
) -> Draft:
    """Large neighbourhood search with whole boards.

    ``steps`` None goes on until ``stop``; ``enough`` is told the step and the draft after it and may end the search.
    """
    scaled = constructor.scaled
    current = Draft(tuple(_singles(draft)), draft.missing)
    if len(current.sheets) < 2:
        return draft
    best_rank = rank(scaled, current)
    step = 0
    while (steps is None or step < steps) and not stop():
        step += 1
        candidate = _one_step(constructor, current, rng)
        candidate_rank = rank(scaled, candidate)
        if candidate_rank <= best_rank:
            current, best_rank = candidate, candidate_rank
        if enough(step, current):
            break
    return current


def alike(draft: Draft) -> Draft:
    """Boards that hold the same parts are all cut like the one with the fewest cells, so that they make a book."""

    def blocks(found: Iterable[Block]) -> int:
        return sum(1 + blocks(block.children) for block in found)

    simplest: dict[tuple[int, tuple[tuple[int, int], ...]], Sheet] = {}
    keys = [(sheet.board, tuple(sorted(sheet.used.items()))) for sheet in draft.sheets]
    for key, sheet in zip(keys, draft.sheets, strict=True):
        known = simplest.setdefault(key, sheet)
        if blocks(sheet.blocks) < blocks(known.blocks):
            simplest[key] = sheet
    sheets = tuple(replace(simplest[key], run=sheet.run) for key, sheet in zip(keys, draft.sheets, strict=True))
    return Draft(sheets, draft.missing)


def _singles(draft: Draft) -> Iterator[Sheet]:
    for sheet in draft.sheets:
        for _ in range(sheet.run):
            yield replace(sheet, run=1)


def _one_step(constructor: Constructor, draft: Draft, rng: random.Random) -> Draft:
    """Take two to seven boards out, mostly badly filled ones, and build them anew."""
    scaled = constructor.scaled
    by_use = sorted(
        range(len(draft.sheets)),
        key=lambda i: draft.sheets[i].area / scaled.boards[draft.sheets[i].board].area,
    )
    number = min(len(by_use), rng.randint(2, 7))
    out = {by_use[min(int(rng.expovariate(1 / 8)), len(by_use) - 1)] for _ in range(number)}
    out |= {rng.randrange(len(by_use)) for _ in range(max(0, number - len(out)))}
    wanted = [0] * len(scaled.kinds)
    for kind, count in draft.missing.items():
        wanted[kind] += count
    for index in out:
        for kind, count in draft.sheets[index].used.items():
            wanted[kind] += count
    kept = [sheet for index, sheet in enumerate(draft.sheets) if index not in out]
    recipe = Recipe(rng.choice(("area", "sum", "longest", "height")), 32, 24, 5, 3, noise=rng.choice((0.0, 0.2, 0.6)))
    rebuilt = constructor.build(recipe, rng, wanted, _left(scaled, kept))
    return Draft((*kept, *rebuilt.sheets), rebuilt.missing) if rebuilt else draft


def _left(scaled: Scaled, kept: list[Sheet]) -> list[int | None]:
    """Copies of every board that the kept sheets leave."""
    left = [board.copies for board in scaled.boards]
    for sheet in kept:
        copies = left[sheet.board]
        if copies is not None:
            left[sheet.board] = copies - sheet.run
    return left
