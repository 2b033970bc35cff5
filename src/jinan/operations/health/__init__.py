"""Health 运行状态 of the node: alive, ready, metrics (E8)."""
