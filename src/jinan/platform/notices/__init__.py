"""Notices 消息通知: what must reach somebody, in the page, by mail or short message (B12, E5)."""
