"""What a job function is given."""

from __future__ import annotations

import time
from dataclasses import dataclass

from shuanglun.kernel.text import Text
from shuanglun.storage import Actor, Database
from shuanglun.storage.jobs import note_progress

_PROGRESS_EVERY_SECONDS = 0.3


@dataclass
class JobContext:
    """Where and for whom a job works, and how to say how far it is."""

    database: Database
    tenant_id: str
    actor: Actor
    job_id: str
    _last: float = 0.0

    def progress(self, share: float, note: Text) -> None:
        """Report a share done (0 to 1); written at most about three times a second."""
        now = time.monotonic()
        if now - self._last < _PROGRESS_EVERY_SECONDS:
            return
        self._last = now
        with self.database.work(self.tenant_id, self.actor) as work:
            note_progress(work, self.job_id, max(0, min(999, int(share * 1000))), note)
