"""Faults planted on purpose. See registry.py."""
