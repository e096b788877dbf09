"""The machine profiles that come with the program: examples to copy, none accepted by a named machine yet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources

from shuanglun.engines.machine_files.profile import MachineProfile, read_profile


def shipped_files() -> Iterator[tuple[str, str]]:
    """Name and text of every shipped profile, in order of name."""
    folder = resources.files("shuanglun.engines.machine_files").joinpath("profiles")
    for item in sorted(folder.iterdir(), key=lambda one: one.name):
        if item.name.endswith(".yaml"):
            yield item.name, item.read_text("utf-8")


@cache
def shipped_profiles() -> dict[str, MachineProfile]:
    """The shipped profiles by code; they are tested to be without findings."""
    read = (read_profile(text, name)[0] for name, text in shipped_files())
    return {profile.code: profile for profile in read if profile is not None}
