"""Cases 案件流程: states as tables of moves; the only engine that changes a state (A1, A15, D10)."""
