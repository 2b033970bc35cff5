"""Mechanisms that work on declared records."""
