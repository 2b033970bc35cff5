"""Enterprises under supervision 监管企业: the register every other room points at (D1)."""
