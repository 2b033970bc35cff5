"""Pages of the person himself: sign-in, the ways to an account, one's own account."""
