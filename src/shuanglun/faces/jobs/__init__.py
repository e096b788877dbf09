"""Runs long work in a process beside the web server, with progress, one after the other."""

from shuanglun.faces.jobs.context import JobContext
from shuanglun.faces.jobs.runner import JobRunner

__all__ = ["JobContext", "JobRunner"]
