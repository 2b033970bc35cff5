"""Journeys: stories of people in a real browser against a real node (web, worker, sealer, database)."""
