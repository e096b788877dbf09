"""From painted scenes or flowing blocks to PDF, by typst. Same input and same ``made_at``: same bytes.

typst keeps what it has set for a while, so large papers are set in a process of their own that gives its memory back.
Fonts are the system's; none is shipped.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from importlib import resources
from typing import Any

import orjson
import typst

from shuanglun.faces.papers.scene import Scene, Words, to_svg
from shuanglun.kernel.errors import Refused
from shuanglun.kernel.findings import Finding
from shuanglun.kernel.text import Text

FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
# Bytes of input from which a paper is set in a process of its own: about 1,300 labels, 600 packages.
LARGE = {"painted": 4_000_000, "document": 500_000}


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


def chinese_families(installed: Iterable[str]) -> list[str]:
    """The usable families among the installed ones, best first."""
    there = set(installed)
    return [family for family in FAMILIES if family in there]


def missing_fonts(installed: Iterable[str] | None = None) -> Finding | None:
    """A stop finding that says which package to install when no Chinese font is there; None when papers can be made."""
    if chinese_families(_fonts().families() if installed is None else installed):
        return None
    return Finding(
        "PAPERS-NO-CHINESE-FONT",
        "stop",
        Text("系统没有中文字体，无法生成 PDF", "there is no Chinese font on this computer, so no PDF can be made"),
        Text(
            "请安装：apt-get install fonts-noto-cjk（其他系统请安装思源黑体 Noto Sans CJK SC），然后重启服务",
            "install one: apt-get install fonts-noto-cjk (elsewhere: Noto Sans CJK SC), then restart the server",
        ),
    )


def _families() -> list[str]:
    finding = missing_fonts()
    if finding is not None:
        raise Refused(finding.code, finding.what, [finding])
    return chinese_families(_fonts().families())


def compile_pdf(template: str, data: bytes, made_at: int) -> bytes:
    """Set a paper in this process: template, its data as JSON, and when it was made in seconds since 1970."""
    source = resources.files(__package__).joinpath(f"templates/{template}.typ").read_bytes()
    compiler = typst.Compiler(source, font_paths=_fonts(), ignore_system_fonts=True)
    pdf = compiler.compile(format="pdf", sys_inputs={"data": data.decode()}, timestamp=made_at, pdf_tags=False)
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no PDF")
    return pdf


def _compile_apart(template: str, data: bytes, made_at: int) -> bytes:
    command = [sys.executable, "-m", f"{__package__}.apart", template, str(made_at)]
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout  # noqa: S603 (own program)


def typeset(template: str, data: Mapping[str, Any], made_at: datetime) -> bytes:
    """Set one paper.

    Raises:
        Refused: no Chinese font is installed (``PAPERS-NO-CHINESE-FONT``).
    """
    packed = orjson.dumps({**data, "fonts": _families()})
    run = _compile_apart if len(packed) > LARGE[template] else compile_pdf
    return run(template, packed, int(made_at.timestamp()))


def _page(scene: Scene) -> dict[str, Any]:
    words = [
        (round(w.x, 2), round(w.y, 2), round(w.size, 2), w.bold, w.align, w.colour, w.turned, w.text)
        for w in scene.marks
        if isinstance(w, Words)
    ]
    return {"width": scene.width, "height": scene.height, "svg": to_svg(scene, with_words=False), "words": words}


def painted_pdf(pages: Iterable[Scene], title: str, language: str, made_at: datetime) -> bytes:
    """A PDF whose pages are scenes, each page as large as its scene."""
    data = {"title": title, "language": language, "pages": [_page(scene) for scene in pages]}
    return typeset("painted", data, made_at)


def document_pdf(
    blocks: Sequence[Mapping[str, Any]],
    *,
    heading: str,
    number: str,
    foot: str,
    page_words: tuple[str, str, str],
    language: str,
    made_at: datetime,
) -> bytes:
    """A flowing A4 paper; ``blocks`` as ``templates/document.typ`` reads them, ``page_words`` around the two numbers."""
    data = {
        "title": f"{heading} {number}",
        "heading": heading,
        "number": number,
        "foot": foot,
        "page-words": page_words,
        "language": language,
        "blocks": blocks,
    }
    return typeset("document", data, made_at)
