"""Attachments (附件): photos and drawings of an order or a line, kept once by their hash.

Public: ``attach``, ``detach``, ``list_attachments``, ``read_file``.
"""

from shuanglun.factory.attachments.commands import attach, detach
from shuanglun.factory.attachments.queries import list_attachments, read_file

__all__ = ["attach", "detach", "list_attachments", "read_file"]
