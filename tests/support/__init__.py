"""Builders and clients shared by tests."""
