"""The daily work of the agencies."""
