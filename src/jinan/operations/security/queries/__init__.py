"""Questions of the three administrators: to the log, to accounts and sessions, and why somebody sees a record."""
