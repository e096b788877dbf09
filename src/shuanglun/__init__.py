"""Shuanglun (双轮): a fact is captured once, where it happens, and everyone who may see it sees the same fact."""

__version__ = "0.1.0"
