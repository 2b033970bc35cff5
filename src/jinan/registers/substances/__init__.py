"""Hazardous substances 危险化学品: safety cards, quantities of GB 18218, key chemicals, GHS (plan row D4)."""
