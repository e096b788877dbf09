"""The floor: stations, scans, what a station does next, and all status derived anew from the log of scans."""

from shuanglun.factory.floor.answers import ScanAnswer
from shuanglun.factory.floor.queries import station_work
from shuanglun.factory.floor.rebuild import Difference, differences, rebuild
from shuanglun.factory.floor.scan import scan
from shuanglun.factory.floor.stations import add_station, list_stations

__all__ = [
    "Difference",
    "ScanAnswer",
    "add_station",
    "differences",
    "list_stations",
    "rebuild",
    "scan",
    "station_work",
]
