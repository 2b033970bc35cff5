"""Consequence and risk models; NumPy at most, no Django."""
