"""Hidden dangers 事故隐患: from finding to cancellation, for enterprises and who supervises them (A15, D3)."""
