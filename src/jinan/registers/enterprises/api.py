"""Door of the register of enterprises: what other rooms may ask."""

from jinan.registers.enterprises.queries import duplicates, like_it

__all__ = ["duplicates", "like_it"]
