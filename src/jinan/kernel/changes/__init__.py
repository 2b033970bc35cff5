"""Changes 变更日志: one append-only log that is audit trail and outbox, sealed in order (E7, E2)."""
