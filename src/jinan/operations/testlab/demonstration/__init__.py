"""The demonstration: one real province by its divisions, all else invented and marked; one module a room."""
