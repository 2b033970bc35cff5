"""Background work 后台任务: runs with progress that survive a killed worker, and durable calls (E6)."""
