"""The search: kernels that rebuild boards of a plan, and the plan as columns for them."""

from shuanglun.engines.cutting.search.state import State

__all__ = ["State"]
