"""People 人员: experts, registered safety engineers, certified persons (plan row D7)."""
