"""Territory 行政区划: divisions with their history, the four levels, the mine-safety inspectorate's own tree (E1).

Everything else asks this room "is B within A", by the chain of parents and never by prefix alone.
"""
