"""A signed-in caller of the API over ASGI, as a browser would call it."""

from __future__ import annotations

import secrets
from typing import Any

from fastapi.testclient import TestClient

PASSWORD = "door-123456"
API = "/api/v1"


class Caller:
    """Signs in and sends CSRF token and a fresh idempotency key with every writing call."""

    def __init__(self, client: TestClient, login: str, password: str = PASSWORD) -> None:
        self.client = client
        client.cookies.clear()
        answer = client.post(f"{API}/sign-in", json={"login": login, "password": password})
        assert answer.status_code == 200, answer.text
        self.me = answer.json()
        self.cookies = dict(client.cookies)
        client.cookies.clear()

    def headers(self, key: str | None = None) -> dict[str, str]:
        """Cookie, CSRF token, idempotency key."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {
            "Cookie": cookie,
            "X-CSRF-Token": self.me["csrf"],
            "Idempotency-Key": key or secrets.token_hex(12),
        }

    def get(self, path: str, **options: Any) -> Any:
        """A reading call."""
        return self.client.get(API + path, headers=self.headers(), **options)

    def post(self, path: str, json: Any = None, key: str | None = None, **options: Any) -> Any:
        """A writing call."""
        return self.client.post(API + path, json=json, headers=self.headers(key), **options)
