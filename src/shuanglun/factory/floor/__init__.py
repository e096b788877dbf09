"""The floor: stations and scans."""

from shuanglun.factory.floor.stations import add_station, list_stations

__all__ = ["add_station", "list_stations"]
