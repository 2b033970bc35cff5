"""Tailings ponds 尾矿库: register, grade, map (plan row A5). Kept by counties, copied upward."""
