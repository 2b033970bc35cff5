"""Desk 工作台: the landing page of an officer: what waits, what changed, where to go (E5)."""
