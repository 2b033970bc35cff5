"""Codes 代码集: every list of the law and the standards, with editions, dates, sources and confidence (E1)."""
