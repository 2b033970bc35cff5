"""Stand-in 占位."""
