"""A disk that forgets what was not synced: the port of the log, with power loss, a full disk and syncs that fail."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from random import Random


class PowerLossError(Exception):
    """Nothing runs any more."""


@dataclass
class Content:
    live: bytearray = field(default_factory=bytearray)
    synced: bytes = b""
    known: bool = False  # the name survives a loss of power


@dataclass
class LossyDisk:
    random: Random
    files: dict[str, Content] = field(default_factory=dict)
    gone: dict[str, Content] = field(default_factory=dict)  # removed, but the removal is not synced
    free: int = 1 << 40
    sync_failures: float = 0.0
    syncs: int = 0
    dying: bool = False  # the power fails at the next sync

    def names(self) -> list[str]:
        return sorted(name for name in self.files if name.endswith(".seg"))

    def read(self, name: str, limit: int | None = None) -> bytes:
        return bytes(self.files[name].live[:limit])

    def open(self, name: str) -> LossyFile:
        return LossyFile(self, self.files[name])

    def create(self, name: str) -> LossyFile:
        if name in self.files:
            raise FileExistsError(name)
        self.files[name] = Content()
        return LossyFile(self, self.files[name])

    def remove(self, name: str) -> None:
        if name not in self.files:
            raise FileNotFoundError(name)
        self.gone[name] = self.files.pop(name)

    def sync_directory(self) -> None:
        self.gone.clear()
        for content in self.files.values():
            content.known = True

    def close(self) -> None:
        pass

    def power_loss(self) -> LossyDisk:
        """The disk as the next start finds it."""
        after = LossyDisk(self.random)
        for name, content in {**self.gone, **self.files}.items():
            if content.known or self.random.random() < 0.5:
                kept = self._what_is_left(content)
                after.files[name] = Content(bytearray(kept), kept, known=True)
        return after

    def _what_is_left(self, content: Content) -> bytes:
        """All that was synced, and a torn part of what was not: cut anywhere, with holes where a block was not written."""
        live, synced = bytes(content.live), content.synced
        if len(live) < len(synced):
            return live if self.random.random() < 0.5 else synced
        unsynced = bytearray(live[len(synced) :])
        del unsynced[self.random.randint(0, len(unsynced)) :]
        if unsynced and self.random.random() < 0.4:
            start = self.random.randrange(len(unsynced))
            hole = unsynced[start : start + 64]
            unsynced[start : start + 64] = self.random.choice((bytes(len(hole)), self.random.randbytes(len(hole))))
        return synced + bytes(unsynced)


@dataclass
class LossyFile:
    disk: LossyDisk
    content: Content

    def append(self, data: bytes) -> None:
        if len(data) > self.disk.free:
            self.content.live += data[: self.disk.free]
            self.disk.free = 0
            raise OSError(errno.ENOSPC, "no space left on device")
        self.disk.free -= len(data)
        self.content.live += data

    def sync(self) -> None:
        if self.disk.dying:
            raise PowerLossError
        self.disk.syncs += 1
        if self.disk.random.random() < self.disk.sync_failures:
            raise OSError(errno.EIO, "input/output error")
        self.content.synced = bytes(self.content.live)

    def truncate(self, size: int) -> None:
        self.disk.free += max(0, len(self.content.live) - size)
        del self.content.live[size:]

    def close(self) -> None:
        pass
