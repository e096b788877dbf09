"""Template files: the shipped catalogue is green, files with faults are told, published versions cannot change unseen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from shuanglun.engines.formula import evaluate
from shuanglun.factory.templates.examples import run_examples
from shuanglun.factory.templates.files import checksum
from shuanglun.factory.templates.loading import read_catalogue, shipped_catalogue, shipped_files
from shuanglun.factory.templates.model import Template, read_template

FILES = dict(shipped_files())
DOORS = (
    "single_door",
    "double_door",
    "unequal_double_door",
    "sliding_door",
    "folding_door",
    "glass_door",
    "cased_opening",
    "window_lining",
)


def _template(code: str) -> Template:
    found = shipped_catalogue().get(code)
    assert found is not None
    return found


def _shown(template: Template, inputs: Mapping[str, Any], *names: str) -> list[str]:
    evaluation = evaluate(template.compiled, [{"colour": "暖白", "wall": 140, **inputs}])
    return [evaluation.shown(str(template.compiled.key_of(name)), 0) for name in names]


def test_the_shipped_catalogue_is_without_findings() -> None:
    catalogue, findings = read_catalogue(FILES)
    assert findings == []
    assert {template.code for template in catalogue.newest()} >= {
        *DOORS,
        "barn_door",
        "base_cabinet",
        "bay_window",
        "drawer_unit",
        "hidden_door",
        "panel",
        "skirting",
        "tall_cabinet",
        "wall_cabinet",
        "wall_panel",
        "wardrobe",
    }


@pytest.mark.parametrize("template", shipped_catalogue().newest(), ids=lambda t: t.code)
def test_every_example_of_the_catalogue_is_green(template: Template) -> None:
    results = run_examples(template)
    assert results
    assert [result for result in results if not result.green] == []


@pytest.mark.parametrize("code", DOORS)
@pytest.mark.parametrize("sizes", [(1500.3, 2099.9), (1234.5, 2000.1), (900, 1800)])
def test_every_basis_leads_back_to_the_same_opening(code: str, sizes: tuple[float, float]) -> None:
    """Frame, clear and casing sizes of an opening, given as orders, are the same opening again."""
    template = _template(code)
    opening = {"width": sizes[0], "height": sizes[1]}
    for basis, width, height in (("包框", "包框宽", "包框高"), ("见光", "净宽", "净高"), ("包边", "横线长", "竖线长")):
        given = _shown(template, opening, width, height)
        back = _shown(template, {"width": given[0], "height": given[1], "basis": basis}, "洞口宽", "洞口高")
        assert back == [f"{sizes[0]:g}", f"{sizes[1]:g}"]


def test_material_codes_are_the_board_and_the_colour() -> None:
    materials = _template("single_door").materials
    assert materials.code("skin", {"colour": "原木橡"}) == "HDF8-原木橡"
    assert materials.code("lining", {"colour": "暖白"}) == "MDF25-暖白"
    assert materials.code("core", {"colour": "暖白"}) == "MDF25"
    assert materials.code("panel", {"material": "E0-18"}) == "E0-18"


# ------------------------------------------------------------------ files with faults


def _faults(**changes: Any) -> list[tuple[str, str | None]]:
    document = yaml.safe_load(FILES["panel.yaml"])
    document.update(changes)
    text = yaml.safe_dump({k: v for k, v in document.items() if v is not None}, allow_unicode=True)
    template, findings = read_template(text, _template("panel").materials, "panel.yaml")
    assert (template is None) == bool(findings)
    assert all(finding.where.file == "panel.yaml" for finding in findings)
    return [(finding.code, finding.where.field) for finding in findings]


BILLION = "a: &a0 [1]\n" + "".join(f"b{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
PART = yaml.safe_load(FILES["panel.yaml"])["parts"][0]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"format": "other/1"}, "TEMPLATE-FORMAT", "format"),
        ({"version": "one"}, "TEMPLATE-VERSION", "version"),
        ({"checksum": "0" * 64}, "TEMPLATE-CHECKSUM", "checksum"),
        ({"partz": []}, "TEMPLATE-SECTION", "partz"),
        ({"checks": 5}, "TEMPLATE-SECTION", "checks"),
        ({"parts": [{**PART, "colour": 1}]}, "TEMPLATE-FIELD", "parts 1"),
        ({"parts": [{"key": "x"}]}, "TEMPLATE-ROW", "parts 1"),
        ({"parts": [{**PART, "material": "gold"}]}, "TEMPLATE-MATERIAL", "parts panel"),
        ({"parts": [{**PART, "route": "saw>fly"}]}, "TEMPLATE-ROUTE", "parts panel"),
        ({"parts": [{**PART, "pack_group": "crate"}]}, "TEMPLATE-PACK", "parts panel"),
        ({"parts": [{**PART, "length": "长+材质"}]}, "FORMULA-KIND", "panel.length"),
        ({"constants": [{"name": "panel_density", "label": {"zh": "密度", "en": "d"}, "unit": "kg/m3", "from": "gold.density"}]}, "TEMPLATE-MATERIAL", "constants panel_density"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(changes: dict[str, Any], code: str, field: str) -> None:
    assert (code, field) in _faults(**changes)


@pytest.mark.parametrize(
    "text",
    [
        "a: [",
        "!!python/object/apply:os.system ['true']",
        "\x00",
        BILLION,
        "a" * 1_000_001,
        "&a [*a]",
    ],
)
def test_hostile_yaml_is_a_finding(text: str) -> None:
    template, findings = read_template(text, _template("panel").materials)
    assert template is None
    assert findings[0].code in {"TEMPLATE-YAML", "TEMPLATE-FORMAT"}


def test_a_missing_version_of_the_materials_is_a_finding() -> None:
    changed = FILES["panel.yaml"].replace("materials: 1", "materials: 7")
    catalogue, findings = read_catalogue({"materials.yaml": FILES["materials.yaml"], "panel.yaml": changed})
    assert [finding.code for finding in findings] == ["TEMPLATE-MATERIALS"]
    assert catalogue.newest() == []


def test_the_checksum_counts_the_content_not_the_writing() -> None:
    document = yaml.safe_load(FILES["single_door.yaml"])
    again = yaml.safe_load(yaml.safe_dump(dict(reversed(document.items())), allow_unicode=True))
    assert checksum(again) == checksum(document)
    document["constants"][0]["value"] += 0.1
    assert checksum(again) != checksum(document)


def test_a_red_example_says_what_was_expected_and_what_came() -> None:
    document = yaml.safe_load(FILES["panel.yaml"])
    document["examples"][0]["expect"] = {"板件.长": 1, "no_such": 2}
    document["examples"][0]["findings"] = ["PANEL-EDGES"]
    template, _ = read_template(
        yaml.safe_dump(document, allow_unicode=True, sort_keys=False), _template("panel").materials
    )
    assert template is not None
    result = run_examples(template)[0]
    assert [(d.what, d.expected, d.got) for d in result.differences] == [
        ("板件.长", "1", "2000"),
        ("no_such", "2", "—"),
        ("findings", "PANEL-EDGES", "—"),
    ]
