"""The command ``shuanglun``: serve, import, day, line."""

from shuanglun.faces.cli.main import main

__all__ = ["main"]
