"""Import profiles: which columns a kind of order file has, what they may be called, how their values are read. Data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any, Literal, get_args

import yaml

from shuanglun.factory.orders.model import Kind, Range
from shuanglun.factory.orders.values import UNITS, plain
from shuanglun.kernel.length import tenths
from shuanglun.kernel.text import Text

Level = Literal["order", "line"]
FieldType = Literal["text", "length", "sizes", "count", "choice", "day", "due"]
Missing = Literal["stop", "warn", "ok"]
Layout = Literal["rows", "columns", "forms"]

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_TIMES = re.compile(r"(?<=[\u4e00-\u9fff])[*x×/✕](?=[\u4e00-\u9fff])")
_UNIT = re.compile(rf"\(({'|'.join(UNITS)})\)|(?<=[\u4e00-\u9fff])(mm|cm|毫米|厘米|公分)$")


class ProfileError(ValueError):
    """The profile is not well formed; the message says where."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: where it belongs, how it is read, what happens when it is missing. Lengths are in 0.1 mm."""

    name: str
    level: Level
    type: FieldType
    label: Text
    aliases: tuple[str, ...]
    missing: Missing = "ok"
    default: str | int | None = None
    values: Mapping[str | int, tuple[str, ...]] = field(default_factory=dict)
    open: bool = False
    only_models: tuple[str, ...] = ()
    not_models: tuple[str, ...] = ()
    sane: Range | None = None
    usual: Range | None = None
    points: Literal["least", "most"] | None = None
    most_spread: int = 200
    most: int = 9999
    into: tuple[str, ...] = ()
    param: str | None = None
    fixed_order: bool = False  # a size column always reads as ``into`` says, whatever its heading says

    def applies_to(self, model: object) -> bool:
        """Whether a line of this model is expected to have the field; what a line does say is read for any model."""
        return model not in self.not_models and (not self.only_models or model in self.only_models)

    @property
    def is_input(self) -> bool:
        """True when the value is an input of the product template."""
        return self.param is not None or (
            self.level == "line" and self.type in {"length", "choice"} and self.name != "model"
        )


@dataclass(frozen=True)
class Profile:
    """A whole profile. ``index`` finds the field of a plain column name."""

    id: str
    version: int
    name: Text
    kind: Kind
    fields: Mapping[str, FieldSpec]
    least_matches: int
    search_rows: int
    subtotal_words: tuple[str, ...]
    note_words: tuple[str, ...]
    ditto_words: frozenset[str]
    other_groups: tuple[str, ...]
    kept_columns: frozenset[str]
    basis_words: tuple[tuple[str, str], ...] = ()
    basis_leads: tuple[str, ...] = ()
    basis_default: str | None = None
    model: str | None = None
    default_lead_days: int = 10
    index: Mapping[str, str] = field(default_factory=dict)
    layout: Layout = "rows"
    sheet_field: str | None = None  # the field a sheet's name stands for when there are several sheets
    any_heading: bool = False  # the first filled row is the heading, whatever it says
    instead: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # columns read as cut sizes where the others lack
    compose: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # a field made of several columns, joined by "-"
    source: str = "builtin"  # builtin | own
    is_base: bool = True  # it extends no other one

    def field_of(self, heading: str) -> str | None:
        """The field a column name means by its aliases, with and without what stands in brackets."""
        return next((self.index[key] for key in heading_keys(heading) if key in self.index), None)

    def basis_in(self, text: str) -> str | None:
        """The dimension basis a heading or a sentence names, by the word found first."""
        found = [(text.find(word), -len(word), basis) for word, basis in self.basis_words if word in text]
        return min(found)[2] if found else None


def heading_keys(heading: str) -> list[str]:
    """The forms under which a column name is looked up, the full one first."""
    full = _TIMES.sub("×", plain(heading))
    bare = plain(_BRACKETS.sub("", full))
    no_unit = re.sub(r"(?<=[\u4e00-\u9fff])(mm|cm|毫米|厘米|公分)$", "", bare)
    return list(dict.fromkeys(key for key in (full, bare, no_unit) if key))


def heading_unit(heading: str) -> str | None:
    """The unit a heading states, as in "宽(cm)" or "单位：毫米"; None when it states none.

    >>> heading_unit("洞口宽（cm）"), heading_unit("洞口宽")
    ('cm', None)
    """
    match = _UNIT.search(plain(heading))
    return (match[1] or match[2]) if match else None


def _range(pair: list[float] | None) -> Range | None:
    return Range(tenths(pair[0]), tenths(pair[1])) if pair else None


def _text(entry: Mapping[str, str] | str) -> Text:
    return Text(entry, entry) if isinstance(entry, str) else Text(entry["zh"], entry.get("en") or entry["zh"])


def _words(entries: Any) -> tuple[str, ...]:
    return tuple(str(entry) for entry in entries or ())


def _field(name: str, entry: Mapping[str, Any]) -> FieldSpec:
    kind, level = entry["type"], entry["level"]
    if kind not in get_args(FieldType) or level not in get_args(Level):
        raise ProfileError(f"field {name}: type {kind!r} or level {level!r} does not exist")
    missing = entry.get("missing", "ok")
    if missing not in get_args(Missing):
        raise ProfileError(f"field {name}: missing: {missing!r} does not exist")
    default = entry.get("default")
    return FieldSpec(
        name=name,
        level=level,
        type=kind,
        label=_text(entry["label"]),
        aliases=_words(entry["aliases"]),
        missing=missing,
        default=tenths(default) if kind == "length" and default is not None else default,
        values={value: _words(words) for value, words in (entry.get("values") or {}).items()},
        open=bool(entry.get("open", False)),
        only_models=_words(entry.get("only_models")),
        not_models=_words(entry.get("not_models")),
        sane=_range(entry.get("sane")),
        usual=_range(entry.get("usual")),
        points=entry.get("points"),
        most_spread=tenths(entry.get("most_spread", 20)),
        most=int(entry.get("most", 9999)),
        into=_words(entry.get("into")),
        param=entry.get("param"),
        fixed_order=bool(entry.get("fixed_order", False)),
    )


def _index(fields: Mapping[str, FieldSpec], never: frozenset[str]) -> dict[str, str]:
    index: dict[str, str] = {}
    for spec in fields.values():
        for alias in (spec.name, *spec.aliases):
            key = heading_keys(alias)[0]
            if key in never:
                continue
            if index.setdefault(key, spec.name) != spec.name:
                raise ProfileError(f"column name {alias!r} means both {index[key]} and {spec.name}")
    return index


def load_data(text: str, find: Callable[[str], str | None]) -> dict[str, Any]:
    """The data of a profile; what it ``extends`` is read first and overlaid: fields by name, the rest as it stands.

    ``aliases_more`` and ``values_more`` of a field are added to those it has, so that a profile says only what is its own.
    """
    data: dict[str, Any] = yaml.safe_load(text)
    base_id = data.get("extends")
    if not base_id:
        return data
    body = find(str(base_id))
    if body is None:
        raise ProfileError(f"extends: there is no profile {base_id!r}")
    base = load_data(body, _shipped_text if base_id == data.get("id") else find)
    fields = {name: dict(entry) for name, entry in base["fields"].items()}
    for name, entry in (data.get("fields") or {}).items():
        fields[name] = _overlaid(fields.get(name, {}), entry)
    kept = [*(base.get("kept_columns") or ()), *(data.get("kept_columns") or ())]
    return {**base, **data, "fields": fields, "kept_columns": kept}


def _overlaid(base: dict[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    joined = {**base, **{key: value for key, value in entry.items() if not key.endswith("_more")}}
    if "aliases_more" in entry:
        joined["aliases"] = [*joined.get("aliases", ()), *entry["aliases_more"]]
    if "values_more" in entry:
        values = {key: list(words) for key, words in (joined.get("values") or {}).items()}
        for key, words in entry["values_more"].items():
            values[key] = [*values.get(key, ()), *words]
        joined["values"] = values
    return joined


def parse_profile(text: str, find: Callable[[str], str | None] | None = None, source: str = "builtin") -> Profile:
    """A profile from its YAML text; ``find`` gives the text of another one by id, for ``extends``.

    Raises:
        ProfileError: a part is missing or wrong, or one column name means two fields.
    """
    try:
        data = load_data(text, find or _shipped_text)
        fields = {name: _field(name, entry) for name, entry in data["fields"].items()}
        words, basis = data["words"], data.get("basis") or {}
        layout = data.get("layout", "rows")
        if layout not in get_args(Layout):
            raise ProfileError(f"layout {layout!r} does not exist")
        return Profile(
            id=data["id"],
            version=int(data["version"]),
            name=_text(data["name"]),
            kind=data["kind"],
            fields=fields,
            least_matches=int(data["heading"]["least_matches"]),
            search_rows=int(data["heading"]["search_rows"]),
            any_heading=bool(data["heading"].get("any", False)),
            subtotal_words=tuple(plain(word) for word in _words(words["subtotal"])),
            note_words=tuple(plain(word) for word in _words(words["note"])),
            ditto_words=frozenset(plain(word) for word in _words(words["ditto"])),
            other_groups=_words(data.get("other_groups")),
            kept_columns=frozenset(heading_keys(word)[0] for word in _words(data.get("kept_columns"))),
            basis_words=tuple((w, b) for b, many in (basis.get("words") or {}).items() for w in _words(many)),
            basis_leads=_words(basis.get("lead")),
            basis_default=basis.get("default"),
            model=data.get("model"),
            default_lead_days=int(data.get("default_lead_days", 10)),
            index=_index(fields, frozenset(heading_keys(w)[0] for w in _words(data.get("never")))),
            layout=layout,
            sheet_field=data.get("sheet_field"),
            instead={name: _words(words) for name, words in (data.get("instead") or {}).items()},
            compose={name: _words(words) for name, words in (data.get("compose") or {}).items()},
            source=source,
            is_base="extends" not in yaml.safe_load(text),
        )
    except ProfileError:
        raise
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        IndexError,
        ArithmeticError,
        RecursionError,
        yaml.YAMLError,
    ) as error:
        raise ProfileError(f"profile cannot be read: {error!r}") from error


@lru_cache(maxsize=1)
def shipped_texts() -> Mapping[str, str]:
    """The files of the profiles that come with the program, by id."""
    folder = resources.files(__package__).joinpath("profiles")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return {file.name.removesuffix(".yaml"): file.read_text("utf-8") for file in files}


def _shipped_text(profile_id: str) -> str | None:
    return shipped_texts().get(profile_id)


@lru_cache(maxsize=1)
def builtin_profiles() -> tuple[Profile, ...]:
    """The profiles that come with the program, by id."""
    return tuple(parse_profile(text) for text in shipped_texts().values())


def profile_by_id(profile_id: str) -> Profile:
    """A built-in profile.

    Raises:
        KeyError: there is none of this id.
    """
    return {profile.id: profile for profile in builtin_profiles()}[profile_id]
