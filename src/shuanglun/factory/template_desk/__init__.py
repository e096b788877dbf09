"""The template desk (拆单员): drafts of formula tables, edited cell by cell, tried out, replayed over real lines, published.

Stands on ``templates`` (what a template is, published versions) and ``splitting`` (what it makes of a line).
Public: ``run_replay``; the pure part ``apply``, ``Edit``, ``compare``, ``look``, ``try_out``, ``replay``, ``summarise``.
"""

from shuanglun.factory.template_desk.comparing import compare
from shuanglun.factory.template_desk.editing import Edit, apply
from shuanglun.factory.template_desk.looking import look
from shuanglun.factory.template_desk.replaying import replay, summarise
from shuanglun.factory.template_desk.replays import run as run_replay
from shuanglun.factory.template_desk.trying import try_out

__all__ = ["Edit", "apply", "compare", "look", "replay", "run_replay", "summarise", "try_out"]
