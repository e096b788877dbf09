"""Live views: server-sent events, one channel a tenant, conflated to about one message a second.

A message says *what kind of thing changed* and carries today's board; it is computed once a tenant and tick, however many
phones look. A phone that was away gets the whole board at once when it comes back, so nothing needs to be replayed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from shuanglun.access import Call, Permission, allowed
from shuanglun.storage import Announcement, Work

router = APIRouter(tags=["pulse"])

TICK_SECONDS = 1.0
HEARTBEAT_SECONDS = 15.0
BoardQuery = Callable[[Work], dict[str, Any]]


@dataclass
class _Channel:
    version: int = 0
    topics: dict[str, int] = field(default_factory=dict)  # topic -> version of its last change
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    board: tuple[int, bytes] | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class LiveHub:
    """Takes announcements from any thread and hands them to the connected phones."""

    def __init__(self, board: BoardQuery) -> None:
        self._board = board
        self._channels: dict[str, _Channel] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing = asyncio.Event()

    def start(self) -> None:
        """Bind to the running loop (called at start-up)."""
        self._loop = asyncio.get_running_loop()
        self._closing.clear()

    def stop(self) -> None:
        """End all streams."""
        self._closing.set()
        for channel in self._channels.values():
            channel.changed.set()

    def announce(self, announcement: Announcement) -> None:
        """Take note of a change; safe from any thread, never waits."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._note, announcement)

    def _note(self, announcement: Announcement) -> None:
        channel = self._channels.setdefault(announcement.tenant_id, _Channel())
        channel.version += 1
        channel.topics[announcement.topic] = channel.version
        channel.changed.set()
        channel.changed = asyncio.Event()

    async def _board_of(self, channel: _Channel, call: Call) -> bytes:
        async with channel.lock:
            if channel.board is None or channel.board[0] != channel.version:
                version = channel.version
                channel.board = (version, orjson.dumps(await run_in_threadpool(self._read_board, call)))
            return channel.board[1]

    def _read_board(self, call: Call) -> dict[str, Any]:
        with call.read() as work:
            return self._board(work)

    async def events(self, call: Call, request: Request) -> AsyncIterator[ServerSentEvent]:
        """The stream of one phone."""
        channel = self._channels.setdefault(call.tenant_id, _Channel())
        seen = channel.version
        yield ServerSentEvent((await self._board_of(channel, call)).decode(), event="board", id=str(seen))
        while not self._closing.is_set() and not await request.is_disconnected():
            waiter = channel.changed
            if channel.version == seen:
                try:
                    await asyncio.wait_for(waiter.wait(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    # Time itself moves figures (shift ends, silence); the board is made anew at every heart-beat.
                    channel.board = None
            topics = sorted(topic for topic, version in channel.topics.items() if version > seen)
            seen = channel.version
            if topics:
                yield ServerSentEvent(orjson.dumps({"topics": topics}).decode(), event="change", id=str(seen))
            yield ServerSentEvent((await self._board_of(channel, call)).decode(), event="board", id=str(seen))
            await asyncio.sleep(TICK_SECONDS)


@router.get("/live", response_class=EventSourceResponse)
async def live(request: Request, call: Annotated[Call, Depends(allowed(Permission.BOARD_READ))]) -> EventSourceResponse:
    """Changes and today's board as they happen (server-sent events)."""
    hub: LiveHub = request.app.state.live
    return EventSourceResponse(hub.events(call, request), ping=20)
