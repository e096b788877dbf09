"""A scanner's side of the public API: sign in, ask what to do, send scans."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import httpx

API = "/api/v1"


class ApiClient:
    """One signed-in person; one client a thread."""

    def __init__(self, address: str, login: str, password: str) -> None:
        self._http = httpx.Client(base_url=address, timeout=30)
        self._login, self._password = login, password
        self._csrf = ""
        self.sign_in()

    def sign_in(self) -> None:
        """Open a session (again)."""
        answer = self._http.post(f"{API}/sign-in", json={"login": self._login, "password": self._password})
        answer.raise_for_status()
        self._csrf = answer.json()["csrf"]

    def get(self, path: str) -> Any:
        """A reading call."""
        answer = self._http.get(API + path)
        answer.raise_for_status()
        return answer.json()

    def scan(self, station_id: str, text: str) -> dict[str, Any]:
        """Scan a code at a station; a lost answer is asked again with the same event number, which changes nothing."""
        body = {
            "station_id": station_id,
            "text": text,
            "client_event": f"line-{uuid.uuid4().hex}",
            "happened_at": datetime.now(UTC).isoformat(),
        }
        for attempt in range(3):
            try:
                answer = self._http.post(f"{API}/scans", json=body, headers={"X-CSRF-Token": self._csrf})
                answer.raise_for_status()
            except httpx.TransportError:
                if attempt == 2:
                    raise
            else:
                found: dict[str, Any] = answer.json()
                return found
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Give the connection back."""
        self._http.close()
