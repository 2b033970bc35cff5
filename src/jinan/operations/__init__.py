"""Running the platform: desks of administrators and of the node."""
