"""The pure part of the template desk: edits, places of findings, differences, replays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuanglun.factory.splitting import SplitLine, split
from shuanglun.factory.template_desk import Edit, apply, compare, look, replay, summarise, try_out
from shuanglun.factory.template_desk.documents import Document, document_of, from_stored, stored, write_yaml
from shuanglun.factory.template_desk.editing import EditError, describe
from shuanglun.factory.template_desk.looking import findings_of
from shuanglun.factory.template_desk.places import place_of
from shuanglun.factory.templates import Materials, Template, shipped_catalogue, shipped_files

DOOR = {"width": 880, "height": 2050, "wall": 140, "colour": "原木橡"}


def _document(name: str = "single_door") -> Document:
    document, findings = document_of(dict(shipped_files())[f"{name}.yaml"], name)
    assert document is not None
    assert not findings
    return document


def _materials() -> dict[int, Materials]:
    return dict(shipped_catalogue().materials)


def _template(document: Document) -> Template:
    found = look(document, _materials(), "test")
    assert found.template is not None, found.findings
    return found.template


def _row(document: Document, section: str, key: str) -> int:
    return next(at for at, row in enumerate(document[section]) if key in (row.get("name"), row.get("key")))


# ---------------------------------------------------------------------- documents


@pytest.mark.parametrize("name", [name for name, _ in shipped_files() if not name.startswith("materials")])
def test_a_template_written_back_is_the_same_template(name: str) -> None:
    document = _document(name.removesuffix(".yaml"))
    again, findings = document_of(write_yaml(document), name)
    assert not findings
    assert again == document
    assert _template(again).table == shipped_catalogue().templates[document["code"], document["version"]].table


# ---------------------------------------------------------------------- edits


def test_an_edit_leaves_the_document_it_starts_from() -> None:
    document = _document()
    before = stored(document)
    after = apply(document, [Edit("set", ("constants", 0, "value"), 15)])
    assert stored(document) == before
    assert after["constants"][0]["value"] == 15


def test_setting_reaches_into_edges_and_lookup_entries_and_makes_what_is_missing() -> None:
    document = apply(
        _document(),
        [
            Edit("set", ("parts", 0, "edges", "front", "thickness"), "封边厚*2"),
            Edit("set", ("lookups", 3, "rows", 0, 1), 45),
            Edit("set", ("values", 0, "note", "zh"), "说明"),
            Edit("set", ("constants", 0, "note"), None),
        ],
    )
    assert document["parts"][0]["edges"]["front"]["thickness"] == "封边厚*2"
    assert document["lookups"][3]["rows"][0][1] == 45
    assert document["values"][0]["note"]["zh"] == "说明"
    assert "note" not in document["constants"][0]


def test_rows_are_put_in_moved_and_taken_out() -> None:
    document = _document()
    names = [row["name"] for row in document["constants"]]
    new = {"name": "extra", "label": {"zh": "加放", "en": "extra"}, "unit": "mm", "value": 1}
    edits = [
        Edit("insert", ("constants", 1), new),
        Edit("move", ("constants", 1), to=0),
        Edit("remove", ("constants", 2)),
    ]
    after = [row["name"] for row in apply(document, edits)["constants"]]
    assert after == ["extra", names[0], *names[2:]]


@pytest.mark.parametrize(
    "edit",
    [
        Edit("set", ("checksum",), "x"),
        Edit("set", ("code",), "other"),
        Edit("set", ("parts", 99, "length"), "1"),
        Edit("set", ("parts", -1, "length"), "1"),
        Edit("remove", ("parts", "leaf")),
        Edit("insert", ("parts", 999), {}),
        Edit("move", ("parts", 0), to=99),
        Edit("set", ("note",), float("nan")),
        Edit("set", ("note",), "x" * 30_000),
        Edit("set", ("note",), 10**20),
        Edit("insert", ("machining", "a", 0), {}),
    ],
)
def test_an_edit_that_does_not_fit_is_refused_whole(edit: Edit) -> None:
    document = _document()
    before = stored(document)
    with pytest.raises(EditError):
        apply(document, [Edit("set", ("note", "zh"), "先改这里"), edit])
    assert stored(document) == before


_KEYS = st.one_of(
    st.sampled_from(["parts", "constants", "lookups", "rows", "edges", "front", "label", "zh", "note", "name"]),
    st.integers(-2, 40),
)
_EDITS = st.builds(
    Edit,
    st.sampled_from(["set", "insert", "remove", "move"]),
    st.lists(_KEYS, min_size=1, max_size=5).map(tuple),
    st.one_of(
        st.none(),
        st.integers(),
        st.text(max_size=8),
        st.booleans(),
        st.dictionaries(st.text(max_size=3), st.integers()),
    ),
    st.one_of(st.none(), st.integers(-1, 40)),
)


@given(st.lists(_EDITS, max_size=6))
def test_any_edits_either_fit_or_say_why_and_the_result_can_always_be_looked_at(edits: list[Edit]) -> None:
    document, after = _document(), None
    try:
        after = apply(document, edits)
    except EditError as wrong:
        fault = wrong.why
    else:
        fault = None
    if after is None:
        assert fault is not None
        assert fault.zh
        return
    assert describe(document, edits).zh
    assert from_stored(stored(after)) == after
    found = look(after, _materials(), "test")
    assert (found.template is None) == bool(found.findings)
    assert all("places" in one for one in findings_of(found, after))
    compare(document, after)


# ---------------------------------------------------------------------- findings at their cells


@pytest.mark.parametrize(
    ("section", "key", "field", "value", "code", "place"),
    [
        ("values", "leaf_width", "formula", "=净宽-2*扇侧缝x", "FORMULA-NAME", ("formula",)),
        ("parts", "leaf", "length", "门扇高+", "FORMULA-SYNTAX", ("length",)),
        ("constants", "floor_gap", "value", "十", "TABLE-VALUE", ("value",)),
        ("constants", "floor_gap", "unit", "尺", "TABLE-UNIT", ("value",)),
        ("parts", "skin", "route", "saw>fly", "TEMPLATE-ROUTE", ()),
        ("parameters", "width", "label", "宽", "TEMPLATE-ROW", ("label",)),
    ],
)
def test_a_fault_is_shown_at_its_cell(
    section: str, key: str, field: str, value: Any, code: str, place: tuple[str, ...]
) -> None:
    document = _document()
    row = _row(document, section, key)
    changed = apply(document, [Edit("set", (section, row, field), value)])
    findings = findings_of(look(changed, _materials(), "test"), changed)
    found = {(one["code"], tuple(tuple(p) for p in one["places"])) for one in findings}
    assert any(c == code and (section, row, *place) in places for c, places in found), found


def test_a_cycle_is_shown_at_every_cell_of_it() -> None:
    document = _document()
    height = _row(document, "values", "leaf_height")
    changed = apply(document, [Edit("set", ("values", height, "formula"), "=门扇.长+1")])
    (cycle,) = [one for one in findings_of(look(changed, _materials(), "t"), changed) if one["code"] == "FORMULA-CYCLE"]
    places = {tuple(place) for place in cycle["places"]}
    assert ("values", height, "formula") in places
    assert ("parts", _row(document, "parts", "leaf"), "length") in places


def test_an_edge_has_its_place_inside_the_row() -> None:
    document = _document()
    leaf = _row(document, "parts", "leaf")
    assert place_of("leaf.edge_front", document) == ("parts", leaf, "edges", "front", "thickness")
    assert place_of("leaf.premill_front", document) == ("parts", leaf, "edges", "front", "premill")
    assert place_of("check:DOOR-WALL-THIN", document)[0] == "checks"  # type: ignore[index]
    assert place_of("nothing.at_all", document) is None


def test_a_template_without_examples_is_not_ready() -> None:
    document = apply(_document(), [Edit("set", ("examples",), [])])
    found = look(document, _materials(), "test")
    assert found.template is not None
    assert not found.ready
    assert [one.code for one in found.blocking()] == ["TEMPLATE-NO-EXAMPLE"]


# ---------------------------------------------------------------------- differences


def test_two_versions_are_compared_row_by_row_and_field_by_field() -> None:
    document = _document()
    gap = _row(document, "constants", "floor_gap")
    new = {"name": "extra", "label": {"zh": "加放", "en": "extra"}, "unit": "mm", "value": 1}
    edits = [
        Edit("set", ("constants", gap, "value"), 8),
        Edit("insert", ("constants", 0), new),
        Edit("remove", ("hardware", 0)),
        Edit("set", ("lookups", 3, "rows", 0, 1), 45),
        Edit("set", ("name", "zh"), "平开门"),
    ]
    found = compare(document, apply(document, edits))
    told = {(one["section"], one["kind"], one["key"]) for one in found}
    assert told == {
        ("head", "changed", None),
        ("constants", "changed", "floor_gap"),
        ("constants", "added", "extra"),
        ("hardware", "removed", document["hardware"][0]["key"]),
        ("lookups", "changed", document["lookups"][3]["name"]),
    }
    (gap_row,) = [one for one in found if one["key"] == "floor_gap"]
    assert gap_row["fields"] == [{"path": ["value"], "before": 10, "after": 8}]
    (table,) = [one for one in found if one["section"] == "lookups"]
    assert table["fields"] == [{"path": ["rows", 0], "before": [2100, 40, 2], "after": [2100, 45, 2]}]


def test_a_moved_row_is_told_once() -> None:
    document = _document()
    last = len(document["constants"]) - 1
    found = compare(document, apply(document, [Edit("move", ("constants", last), to=0)]))
    assert ("constants", "moved", document["constants"][last]["name"]) in {
        (one["section"], one["kind"], one["key"]) for one in found
    }
    assert len(found) <= 2


# ---------------------------------------------------------------------- trying out and replaying


def test_trying_out_gives_parts_hardware_and_every_value() -> None:
    found = try_out(_template(_document()), DOOR)
    assert found["made"]
    leaf = next(part for part in found["parts"] if part["row_key"] == "leaf")
    assert (leaf["length"], leaf["width"]) == (20000, 8000)
    assert found["values"]["leaf_width"] == {"zh": "800", "en": "800", "unit": "mm"}
    assert {item["item"] for item in found["hardware"]} >= {"LOCK-MUTE", "HINGE-4"}
    parts = next(view for view in found["drawing"]["views"] if view["name"] == "parts")
    assert ">2000</text>" in parts["svg"]["zh"]
    assert "门扇" in parts["svg"]["zh"]
    assert "Leaf" in parts["svg"]["en"]


def test_trying_out_what_cannot_be_made_says_why_and_still_tells_the_values() -> None:
    found = try_out(_template(_document()), {**DOOR, "wall": 40})
    assert not found["made"]
    assert found["parts"] == []
    assert found["drawing"]["views"] == []
    assert "DOOR-WALL-THIN" in {one["code"] for one in found["findings"]}
    assert found["values"]["leaf_width"]["zh"] == "800"


def test_a_replay_counts_what_stays_changes_fails_and_becomes_makeable() -> None:
    document = _document()
    gap = _row(document, "constants", "leaf_gap_side")
    thin = next(at for at, row in enumerate(document["checks"]) if row["code"] == "DOOR-WALL-THIN")
    edits = [
        Edit("set", ("constants", gap, "value"), 4),
        Edit("set", ("checks", thin, "when"), "墙厚<100"),
    ]
    old, new = _template(document), _template(apply(document, edits))
    walls = [140, 200, 90, 40]
    lines = [SplitLine(f"l{n}", "single_door", {**DOOR, "wall": wall}) for n, wall in enumerate(walls)]
    found = replay(lines, split(lines, lambda c, v: old), split(lines, lambda c, v: new))
    assert [one.kind for one in found] == ["changed", "changed", "fails", "stopped"]
    summary, members = summarise(found)
    assert (summary["lines"], summary["changed"], summary["fails"], summary["stopped"]) == (4, 2, 1, 1)
    assert summary["groups"][0]["kind"] == "fails"
    assert summary["groups"][0]["row_key"] == "DOOR-WALL-THIN"
    (width,) = [n for n, g in enumerate(summary["groups"]) if (g["row_key"], g["field"]) == ("leaf", "width")]
    group = summary["groups"][width]
    assert (group["delta"], group["count"], group["lowest"], members[width]) == (-20, 2, 7980, [0, 1])
    back = replay(lines, split(lines, lambda c, v: new), split(lines, lambda c, v: old))
    assert [one.kind for one in back] == ["changed", "changed", "made", "stopped"]


def test_the_same_template_replayed_changes_nothing() -> None:
    template = _template(_document())
    lines = [SplitLine(f"l{w}", "single_door", {**DOOR, "width": w}) for w in range(700, 1000, 7)]
    result = split(lines, lambda c, v: template)
    assert {one.kind for one in replay(lines, result, result)} <= {"same", "stopped"}
    assert summarise(replay(lines, result, result))[0]["groups"] == []
