"""Runs long work beside the web server, with progress, one after the other."""

from shuanglun.faces.jobs.runner import JobContext, JobRunner

__all__ = ["JobContext", "JobRunner"]
