"""Ready panels (板件): what a panel list names is made as it stands, in every factory, by the program's own template.

A factory that has published a ``panel`` template of its own splits with that one. The program's versions stay in the shipped
catalogue for good, because the explanation of an order split long ago is computed again from its version.
"""

from __future__ import annotations

from shuanglun.factory.splitting.model import FindTemplate
from shuanglun.factory.templates import Template, shipped_catalogue

PANEL = "panel"


def with_panels(find: FindTemplate) -> FindTemplate:
    """``find``, and the program's template for ready panels where it knows none."""

    def found(code: str, version: int | None) -> Template | None:
        template = find(code, version)
        if template is None and code == PANEL:
            template = shipped_catalogue().get(PANEL, version)
        return template

    return found
