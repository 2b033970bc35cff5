"""Agencies 监管机构: who supervises which territory, posts, superiors, and which node serves whom (E6, E7)."""
