"""The words printed on papers, Chinese first; they stand in ``words.yaml``, so that wording is data."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from importlib import resources

import yaml

from shuanglun.kernel.clock import FACTORY_ZONE
from shuanglun.kernel.text import Text


@lru_cache(maxsize=1)
def word_table() -> dict[str, Text]:
    """All words by key."""
    text = resources.files(__package__).joinpath("words.yaml").read_text("utf-8")
    return {key: Text(zh, en) for key, (zh, en) in yaml.safe_load(text).items()}


def word(key: str, language: str, *parts: object) -> str:
    """A word in a language; ``parts`` fill its ``{}``.

    Raises:
        KeyError: the key does not exist.
    """
    text = word_table()[key].in_language(language)
    return text.format(*parts) if parts else text


def known(prefix: str, value: str, language: str) -> str:
    """The word of a value from a list that factories may extend (``op.saw``); an unknown value is printed as it is."""
    text = word_table().get(f"{prefix}.{value}")
    return value if text is None else text.in_language(language)


def route_text(route: tuple[str, ...], language: str) -> str:
    """The operations of a route, in order: "开料›封边›包装"."""
    return "›".join(known("op", step, language) for step in route)


def moment(instant: datetime | None) -> str:
    """An instant in the factory's time, to the minute; blank where there is none."""
    return "" if instant is None else instant.astimezone(FACTORY_ZONE).strftime("%Y-%m-%d %H:%M")


def kilograms(grams: int) -> str:
    """Grams as kilograms to 0.1 kg, half up.

    >>> kilograms(38_250), kilograms(40)
    ('38.3', '0.0')
    """
    whole, tenth = divmod((grams + 50) // 100, 10)
    return f"{whole}.{tenth}"


def percent(share: int | None) -> str:
    """Basis points as per cent; a dash where unknown.

    >>> percent(9325), percent(None)
    ('93.25 %', '–')
    """
    return "–" if share is None else f"{share // 100}.{share % 100:02d} %"
