"""Changes (改单) and remakes (补件): what is altered after an order was confirmed, and what that does to the floor.

Public: ``change_order``, ``try_change``, ``window_of``, ``list_changes``; ``remake``, ``list_remakes``.
"""

from shuanglun.factory.changes.commands import change_order, try_change
from shuanglun.factory.changes.queries import list_changes, list_remakes, window_of
from shuanglun.factory.changes.remaking import remake

__all__ = ["change_order", "list_changes", "list_remakes", "remake", "try_change", "window_of"]
