"""Bilingual text: every sentence a user reads exists in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages.

    >>> Text("缺少颜色", "colour is missing").in_language("en")
    'colour is missing'
    """

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The sentence in ``language`` ("zh" or "en"); anything but "en" reads Chinese."""
        return self.en if language == "en" else self.zh

    def as_dict(self) -> dict[str, str]:
        """``{"zh": ..., "en": ...}``, the shape used in the API."""
        return {"zh": self.zh, "en": self.en}
