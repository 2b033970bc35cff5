"""Worklist 待办事项: one list of what waits for me, fed by every room (E5)."""
