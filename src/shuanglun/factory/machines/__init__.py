"""Machines: who they are, what they report, what state they are in."""

from shuanglun.factory.machines.commands import Credentials, add_calendar, add_machine
from shuanglun.factory.machines.day import machine_day
from shuanglun.factory.machines.intake import Intake
from shuanglun.factory.machines.queries import board_rows, forecast_day, list_machines, shift_now
from shuanglun.factory.machines.refusals import RefusedMessage, list_refusals, record_refusals
from shuanglun.factory.machines.sign_in import SignedIn, authenticate

__all__ = [
    "Credentials",
    "Intake",
    "RefusedMessage",
    "SignedIn",
    "add_calendar",
    "add_machine",
    "authenticate",
    "board_rows",
    "forecast_day",
    "list_machines",
    "list_refusals",
    "machine_day",
    "record_refusals",
    "shift_now",
]
