"""What a file is, told by its content and not by its name; small pictures of pictures. Pure."""

from __future__ import annotations

import io
import warnings
from pathlib import PurePath

from PIL import Image, ImageOps

MOST_BYTES = 20 << 20
MOST_PIXELS = 60_000_000
THUMB = 320
_PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
_DXF = "image/vnd.dxf"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def media_of(content: bytes, name: str) -> str | None:
    """The kind of a photo, drawing or sheet; None for what is not taken (programs, pages, archives, unknown)."""
    for start, media in _STARTS:
        if content.startswith(start):
            return media
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    suffix = PurePath(name).suffix.lower()
    if suffix == ".xlsx" and content.startswith(b"PK"):
        return _XLSX
    head = content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if suffix == ".dxf" and (head.startswith((b"0", b"999", b"AutoCAD Binary DXF"))):
        return _DXF
    if suffix == ".dwg" and content.startswith(b"AC10"):
        return "image/vnd.dwg"
    return None


def thumbnail(content: bytes) -> bytes | None:
    """A JPEG of at most 320 pixels, turned as the camera was held; None when the picture cannot be drawn.

    A picture of a monstrous size is not opened: its header says how large it is.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content)) as picture:
                if picture.format not in _PICTURES or picture.width * picture.height > MOST_PIXELS:
                    return None
                picture.draft("RGB", (2 * THUMB, 2 * THUMB))
                small = ImageOps.exif_transpose(picture).convert("RGB")
                small.thumbnail((THUMB, THUMB))
                out = io.BytesIO()
                small.save(out, "JPEG", quality=80)
                return out.getvalue()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
