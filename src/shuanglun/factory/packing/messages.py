"""What the packing bench says."""

from __future__ import annotations

from shuanglun.factory.pieces import Row
from shuanglun.kernel.text import Text

GROUP_NAMES = {
    "leaf": Text("门扇", "leaf"),
    "frame": Text("门套捆", "frame bundle"),
    "panel": Text("板件包", "panel stack"),
    "hardware": Text("五金箱", "hardware box"),
}


def group_name(group: str) -> Text:
    """What kind of package it is, in words."""
    return GROUP_NAMES.get(group, Text(group, group))


def package_title(package: Row) -> Text:
    """A package as people call it: kind, unit, order, number."""
    name = group_name(package["pack_group"])
    unit = package["unit_label"]
    zh = f"{package['order_no']} {name.zh}" + (f" {unit} 樘" if unit else "")
    en = f"{name.en} of order {package['order_no']}" + (f", unit {unit}" if unit else "")
    if package["k"]:
        zh, en = f"{zh} {package['k']}/{package['n']}", f"{en}, {package['k']}/{package['n']}"
    return Text(zh, en)
