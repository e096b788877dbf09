"""Materials: boards, the roles parts ask for, the colours a line may choose. Data with a version, like templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from shuanglun.engines.formula import Option
from shuanglun.factory.templates.files import Reader, checksum, read_document
from shuanglun.kernel.findings import Finding
from shuanglun.kernel.text import Text

FORMAT = "shuanglun/materials/1"


@dataclass(frozen=True, slots=True)
class Board:
    """A board without its decor: thickness mm, density kg/m3."""

    code: str
    label: Text
    thickness: float
    density: float


@dataclass(frozen=True, slots=True)
class Role:
    """What a part asks for: a board, raw or in the line's colour, or a material the line names itself."""

    role: str
    label: Text
    board: str | None = None
    decor: Literal["none", "line"] = "none"
    parameter: str | None = None


@dataclass(frozen=True, slots=True)
class Materials:
    """One version of the materials."""

    version: int
    boards: Mapping[str, Board]
    roles: Mapping[str, Role]
    colours: tuple[Option, ...]
    checksum: str

    def fact(self, path: str) -> float | None:
        """A number of a role's board: "skin.thickness" (mm) or "skin.density" (kg/m3)."""
        name, _, what = path.partition(".")
        role = self.roles.get(name)
        board = self.boards.get(role.board or "") if role else None
        return None if board is None else {"thickness": board.thickness, "density": board.density}.get(what)

    def code(self, role: str, values: Mapping[str, str]) -> str:
        """The material code of a role for a line's values: "MDF25", "HDF8-原木橡", or what the line names."""
        found = self.roles[role]
        if found.parameter is not None:
            return values[found.parameter]
        return f"{found.board}-{values['colour']}" if found.decor == "line" else str(found.board)

    def colour(self, role: str, values: Mapping[str, str]) -> str | None:
        """The decor of a role, None for raw boards."""
        return values["colour"] if self.roles[role].decor == "line" else None


def read_materials(text: str, file: str = "materials.yaml") -> tuple[Materials | None, list[Finding]]:
    """Read a materials file; None with findings when it cannot be used."""
    findings: list[Finding] = []
    document = read_document(text, FORMAT, file, findings)
    if document is None:
        return None, findings
    reader = Reader(file, findings)
    boards = reader.rows(document, "boards", Board)
    roles = reader.rows(document, "roles", Role)
    colours = reader.rows(document, "colours", Option)
    known = {board.code for board in boards}
    for role in roles:
        if role.board not in known and role.parameter is None:
            reader.tell(
                "MATERIALS-BOARD", f"roles {role.role}", f"没有板材“{role.board}”", f'there is no board "{role.board}"'
            )
    if findings:
        return None, findings
    by_code = {board.code: board for board in boards}
    return Materials(_version(document), by_code, {r.role: r for r in roles}, tuple(colours), checksum(document)), []


def _version(document: Mapping[str, Any]) -> int:
    return int(document["version"])
