"""Papers 执法文书: from numbered editions of data to the sheet that is signed, sealed, served and filed (A1, A15, D10)."""
