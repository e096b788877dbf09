"""Import profiles of a factory: its own versions over those that come with the program; learning aliases by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import yaml
from sqlalchemy import RowMapping, select

from shuanglun.access.audit import record
from shuanglun.factory.orders import errors
from shuanglun.factory.orders.profiles import Profile, ProfileError, builtin_profiles, parse_profile, shipped_texts
from shuanglun.factory.orders.tables import column_aliases, import_profiles
from shuanglun.storage import Work, take_numbers


def profiles_of(work: Work) -> tuple[Profile, ...]:
    """The profiles of the factory: its own newest versions, and those that come with the program it did not replace."""
    rows = _newest(work)
    own = _parsed(tuple(sorted((row["profile"], row["body"]) for row in rows)))
    return (*own, *(one for one in builtin_profiles() if one.id not in {p.id for p in own}))


def choice_names(work: Work) -> dict[str, str]:
    """What the factory itself calls a choice (an opening direction, a dimension basis), by the choice's code.

    It is the first of the words in the factory's own profiles, the first profile by id that has one; a choice without is left
    out and keeps its usual name.
    """
    names: dict[str, str] = {}
    for profile in profiles_of(work):
        if profile.source != "own":
            continue
        for spec in profile.fields.values():
            names = {**{str(code): words[0] for code, words in spec.values.items() if words}, **names}
    return {code: name for code, name in names.items() if not code.isdecimal()}


def profile_of(work: Work, profile_id: str) -> Profile:
    """One profile of the factory.

    Raises:
        BadRequest: there is none of this id.
    """
    found = next((one for one in profiles_of(work) if one.id == profile_id), None)
    if found is None:
        raise errors.no_such_profile(profile_id)
    return found


def _newest(work: Work) -> list[RowMapping]:
    query = select(import_profiles).where(import_profiles.c.tenant_id == work.tenant_id)
    newest: dict[str, RowMapping] = {}
    for row in work.all(query.order_by(import_profiles.c.version)):
        newest[row["profile"]] = row
    return list(newest.values())


@lru_cache(maxsize=64)
def _parsed(bodies: tuple[tuple[str, str], ...]) -> tuple[Profile, ...]:
    texts = {**shipped_texts(), **dict(bodies)}
    found = []
    for own, body in bodies:
        try:
            found.append(parse_profile(body, _finder(texts, own), "own"))
        except ProfileError:  # what it extends has changed since: the shipped one counts until it is put right
            continue
    return tuple(found)


def _finder(texts: Mapping[str, str], own: str) -> Any:
    """What a profile may extend: the others; one that replaces a shipped one may extend that."""
    return lambda wanted: shipped_texts().get(wanted) if wanted == own else texts.get(wanted)


def list_profiles(work: Work) -> list[dict[str, Any]]:
    """Profiles as the page lists them, with what the factory taught each."""
    taught: dict[str, list[dict[str, Any]]] = {}
    aliases = work.all(
        select(column_aliases).where(column_aliases.c.tenant_id == work.tenant_id).order_by(column_aliases.c.column)
    )
    for row in aliases:
        taught.setdefault(row["profile"], []).append({"column": row["column"], "field": row["field"]})
    versions = {row["profile"]: row["version"] for row in _newest(work)}
    return [
        {
            "id": one.id,
            "name": one.name.as_dict(),
            "kind": one.kind,
            "layout": one.layout,
            "source": one.source,
            "version": versions.get(one.id, one.version),
            "fields": len(one.fields),
            "taught": taught.get(one.id, []),
        }
        for one in profiles_of(work)
    ]


def show_profile(work: Work, profile_id: str) -> dict[str, Any]:
    """A profile with its file and its fields, their aliases and their words.

    Raises:
        BadRequest: there is no such profile.
    """
    profile = profile_of(work, profile_id)
    row = next((one for one in _newest(work) if one["profile"] == profile_id), None)
    brief = next(one for one in list_profiles(work) if one["id"] == profile_id)
    return {
        **brief,
        "body": row["body"] if row else shipped_texts()[profile_id],
        "columns": [
            {
                "field": spec.name,
                "label": spec.label.as_dict(),
                "level": spec.level,
                "type": spec.type,
                "required": spec.missing == "stop",
                "aliases": list(spec.aliases),
                "values": [{"value": str(value), "words": list(words)} for value, words in spec.values.items()],
            }
            for spec in profile.fields.values()
        ],
    }


def read_profile(work: Work, body: str) -> Profile:
    """A profile from its file, over those the factory has; nothing is published.

    Raises:
        BadRequest: it cannot be read; the message says what is wrong.
    """
    texts = {**shipped_texts(), **{row["profile"]: row["body"] for row in _newest(work)}}
    try:
        parsed = parse_profile(body, texts.get)
        return parse_profile(body, _finder(texts, parsed.id), "own")
    except ProfileError as error:
        raise errors.profile_has_faults(str(error)[:300]) from None


def publish_profile(work: Work, body: str) -> dict[str, Any]:
    """Publish a profile of the factory's own as its next version; the same file again changes nothing.

    Raises:
        BadRequest: it cannot be read; the message says what is wrong.
    """
    profile = read_profile(work, body)
    take_numbers(work, "import_profile", 0)
    row = next((one for one in _newest(work) if one["profile"] == profile.id), None)
    if row is None or row["body"].strip() != body.strip():
        shipped = next((one.version for one in builtin_profiles() if one.id == profile.id), 0)
        version = row["version"] + 1 if row else max(profile.version, shipped + 1)
        stamp = {"published_at": work.now, "published_by": work.actor.id}
        work.insert(import_profiles, {"profile": profile.id, "version": version, "body": body, **stamp})
        record(work, "profile.published", "import_profile", profile.id, after={"version": version})
    return show_profile(work, profile.id)


def add_words(
    work: Work, profile_id: str, aliases: Mapping[str, Sequence[str]], values: Mapping[str, Mapping[str, Sequence[str]]]
) -> dict[str, Any]:
    """Add column names and words to a profile without writing its file: a new version that says only what is more.

    Raises:
        BadRequest: no such profile or field, or a name means two fields then.
    """
    profile = profile_of(work, profile_id)
    unknown = next((name for name in (*aliases, *values) if name not in profile.fields), None)
    if unknown is not None:
        raise errors.no_such_field(unknown)
    row = next((one for one in _newest(work) if one["profile"] == profile_id), None)
    own: dict[str, Any] = {"id": profile_id, "extends": profile_id, "name": profile.name.as_dict()}
    if row:
        own = yaml.safe_load(row["body"])
    fields: dict[str, dict[str, Any]] = own.get("fields") or {}
    own["fields"] = fields
    for name, words in aliases.items():
        entry = fields.setdefault(name, {})
        entry["aliases_more"] = [*entry.get("aliases_more", ()), *words]
    for name, several in values.items():
        more = fields.setdefault(name, {}).setdefault("values_more", {})
        for value, words in several.items():
            key = next((k for k in profile.fields[name].values if str(k) == value), value)
            more[key] = [*more.get(key, ()), *words]
    own["version"] = (row["version"] if row else profile.version) + 1
    return publish_profile(work, yaml.safe_dump(own, allow_unicode=True, sort_keys=False))
