"""The machines' service in a thread of its own, with a database and a log folder, and real clients."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingest_support import WAIT, Client

from shuanglun.engines.machine_state import MachineEvent
from shuanglun.faces.ingest.service import MachineService
from shuanglun.factory.machines import list_refusals
from shuanglun.storage import Database
from support.machine_records import Fleet, payload
from support.waiting import until


@contextmanager
def serving(database: Database, root: Path, port: int = 0) -> Iterator[MachineService]:
    """The service, started and stopped as the web server does it."""
    ready: Future[MachineService] = Future()
    stop = asyncio.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def main() -> None:
        loops.append(asyncio.get_running_loop())
        service = MachineService(database, root, "127.0.0.1", port)
        await service.start()
        ready.set_result(service)
        await stop.wait()
        await service.stop()

    thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    try:
        yield ready.result(WAIT)
    finally:
        loops[0].call_soon_threadsafe(stop.set)
        thread.join(WAIT)
        assert not thread.is_alive()


def machine(fleet: Fleet, code: str, port: int | None, **options: Any) -> Client:
    """The machine's own client, signed in."""
    assert port is not None
    who = fleet.machines[code]
    client = Client(port, who.user, who.password, client_id=options.pop("client_id", code), **options)
    assert client.answer() == 0
    return client


def say(fleet: Fleet, code: str, client: Client, events: Sequence[MachineEvent]) -> None:
    """Publish and wait until all are acknowledged."""
    topic = f"shuanglun/v1/{fleet.tenant.code}/{code}/state"
    for info in [client.mqtt.publish(topic, payload(event), 1) for event in events]:
        info.wait_for_publish(WAIT)
        assert info.is_published()


def refusals(database: Database, tenant_id: str, enough: Callable[[list[dict[str, Any]]], Any]) -> list[dict[str, Any]]:
    """The listed refusals once there are enough."""

    def look() -> list[dict[str, Any]] | None:
        with database.read(tenant_id) as work:
            found = list_refusals(work)
        return found if enough(found) else None

    return until(look)


def as_json(**said: Any) -> str:
    return json.dumps(said)
