"""Door of the search: `find` looks for words everywhere a viewer may look; rooms offer what is no plain register."""

from jinan.platform.search.finding import Group, Hit, Source, find, group_of, offer
from jinan.platform.search.marking import Piece, excerpt, pieces

__all__ = ["Group", "Hit", "Piece", "Source", "excerpt", "find", "group_of", "offer", "pieces"]
