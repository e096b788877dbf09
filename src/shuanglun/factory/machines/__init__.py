"""Machines: who they are, what they report, what state they are in."""

from shuanglun.factory.machines.commands import Credentials, add_calendar, add_machine

__all__ = ["Credentials", "add_calendar", "add_machine"]
