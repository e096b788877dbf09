"""The sample line: five machines and their operators as a program of its own.

It speaks real MQTT over TCP to the product's endpoint and scans pieces through the public API, like any machine and any
scanner. It knows nothing of the product's insides but an address, sign-ins and its own rates.
"""

from shuanglun.faces.line.run import Line, LineSettings

__all__ = ["Line", "LineSettings"]
