"""The port to the disk: what a log needs of a directory, and the real thing. Tests put a disk that loses power here."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol

try:
    import fcntl
except ImportError:  # Windows has no flock; there the log trusts that one server runs.
    fcntl = None  # type: ignore[assignment]

_sync_data = getattr(os, "fdatasync", os.fsync)


class LogFile(Protocol):
    """A file open for appending."""

    def append(self, data: bytes) -> None:
        """Write all of the bytes at the end; on ``OSError`` some of them may have been written."""

    def sync(self) -> None:
        """Return only when all that was written will survive a loss of power."""

    def truncate(self, size: int) -> None:
        """Cut the file to ``size`` bytes."""

    def close(self) -> None:
        """Let go of the file."""


class LogFiles(Protocol):
    """One directory of segment files."""

    def names(self) -> Sequence[str]:
        """Names of the segment files, sorted."""

    def read(self, name: str, limit: int | None = None) -> bytes:
        """The first ``limit`` bytes of a file, or all."""

    def open(self, name: str) -> LogFile:
        """An existing file, for appending."""

    def create(self, name: str) -> LogFile:
        """A new, empty file, for appending; ``FileExistsError`` when there is one."""

    def remove(self, name: str) -> None:
        """Take a file away."""

    def sync_directory(self) -> None:
        """Return only when created and removed names will survive a loss of power."""

    def close(self) -> None:
        """Let go of the directory."""


class RealFile:
    """A file on a real disk."""

    def __init__(self, path: Path, flags: int) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | flags, 0o640)

    def append(self, data: bytes) -> None:
        """Write all of the bytes at the end."""
        written = os.write(self._descriptor, data)
        while written < len(data):
            written += os.write(self._descriptor, data[written:])

    def sync(self) -> None:
        """``fdatasync``: the bytes and the length of the file."""
        _sync_data(self._descriptor)

    def truncate(self, size: int) -> None:
        """Cut the file."""
        os.ftruncate(self._descriptor, size)

    def close(self) -> None:
        """Close the descriptor."""
        os.close(self._descriptor)


class RealFiles:
    """A directory on a real disk, held for writing by one process at a time; ``hold=False`` is for reading only.

    Raises:
        BlockingIOError: another process (or log) holds the directory.
    """

    def __init__(self, directory: Path, *, hold: bool = True) -> None:
        self.directory = directory
        self._lock: IO[str] | None = None
        if hold:
            self._hold()

    def _hold(self) -> None:
        _make_directories(self.directory)
        self._lock = (self.directory / ".lock").open("w")
        if fcntl is not None:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                self._lock.close()
                raise

    def names(self) -> Sequence[str]:
        """Names of the segment files, sorted."""
        return sorted(path.name for path in self.directory.glob("*.seg"))

    def read(self, name: str, limit: int | None = None) -> bytes:
        """The first ``limit`` bytes of a file, or all."""
        with (self.directory / name).open("rb") as file:
            return file.read(-1 if limit is None else limit)

    def open(self, name: str) -> LogFile:
        """An existing file, for appending."""
        return RealFile(self.directory / name, 0)

    def create(self, name: str) -> LogFile:
        """A new file, for appending."""
        return RealFile(self.directory / name, os.O_CREAT | os.O_EXCL)

    def remove(self, name: str) -> None:
        """Take a file away."""
        (self.directory / name).unlink()

    def sync_directory(self) -> None:
        """Sync the directory itself."""
        _sync_path(self.directory)

    def close(self) -> None:
        """Let another process have the directory."""
        if self._lock is not None:
            self._lock.close()


def _make_directories(directory: Path) -> None:
    """Create what is missing and sync each parent, so that the way to the log survives a loss of power too."""
    missing = [directory] if not directory.exists() else []
    while missing and not missing[-1].parent.exists():
        missing.append(missing[-1].parent)
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        _sync_path(path.parent)


def _sync_path(directory: Path) -> None:
    with suppress(PermissionError):  # Windows cannot open a directory.
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
