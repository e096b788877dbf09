"""The boss's board (今日看板): today's output against today's orders, and the facts beneath every number."""

from shuanglun.factory.board.queries import board

__all__ = ["board"]
