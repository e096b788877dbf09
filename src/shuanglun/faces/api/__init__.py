"""The web server: /api/v1, live events, and the built web app."""

from shuanglun.faces.api.app import create_app

__all__ = ["create_app"]
