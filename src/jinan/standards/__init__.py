"""Law and standards as functions and dated tables; standard library only."""
