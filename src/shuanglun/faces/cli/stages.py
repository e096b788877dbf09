"""Progress and a table of where the time went, for commands that run through several stages."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table


@dataclass
class Stage:
    """One stage: its name, how long it took, how much it made.

    ``cpu`` is the processor time of this process and the ones it waited for: unlike ``seconds`` on the clock it does not grow
    on a busy machine.
    """

    name: str
    seconds: float = 0.0
    cpu: float = 0.0
    made: str = ""


@dataclass
class Stages:
    """Shows a bar while stages run and remembers their times. ``quiet`` keeps the terminal clean (tests, benchmarks)."""

    console: Console
    quiet: bool = False
    done: list[Stage] = field(default_factory=list)

    @contextmanager
    def bar(self) -> Iterator[Progress]:
        """The progress display around all stages."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.console, disable=self.quiet, transient=True) as progress:
            self._progress = progress
            yield progress

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[StageBar]:
        """One stage; ``advance`` moves its bar."""
        task = self._progress.add_task(name, total=total)
        stage = Stage(name)
        start, cpu = time.perf_counter(), sum(os.times()[:4])
        bar = StageBar(self._progress, task, stage)
        yield bar
        stage.seconds, stage.cpu = time.perf_counter() - start, sum(os.times()[:4]) - cpu
        self._progress.update(task, total=total or 1, completed=total or 1)
        self.done.append(stage)

    def table(self) -> Table:
        """The summary: stages with seconds, share and what was made."""
        whole = sum(stage.seconds for stage in self.done) or 1.0
        table = Table(title="用时 time per stage")
        table.add_column("阶段 stage")
        table.add_column("秒 s", justify="right")
        table.add_column("占比 %", justify="right")
        table.add_column("结果 result")
        for stage in self.done:
            table.add_row(stage.name, f"{stage.seconds:.2f}", f"{100 * stage.seconds / whole:.0f}", stage.made)
        table.add_section()
        table.add_row("合计 total", f"{whole:.2f}", "100", "")
        return table


@dataclass
class StageBar:
    """The running stage: move its bar, say what it made."""

    _progress: Progress
    _task: object
    _stage: Stage

    def advance(self, steps: int = 1) -> None:
        """Move the bar."""
        self._progress.advance(self._task, steps)  # type: ignore[arg-type]

    def to(self, share: float) -> None:
        """Set the bar to a share done (0 to 1)."""
        self._progress.update(self._task, total=1000, completed=int(share * 1000))  # type: ignore[arg-type]

    def note(self, text: str) -> None:
        """Say beside the bar what is being done."""
        self._progress.update(self._task, description=text)  # type: ignore[arg-type]

    def made(self, text: str) -> None:
        """Say what the stage made."""
        self._stage.made = text
