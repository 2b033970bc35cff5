"""Security 安全管理: the desks of the system, security and audit administrators, who are three persons (E7)."""
