"""Composition root: settings, rooms of this node, addresses."""
