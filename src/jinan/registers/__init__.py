"""The basic registers everyone points at."""
