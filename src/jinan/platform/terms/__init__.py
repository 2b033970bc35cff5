"""Terms 法定期限: statutory terms that run on records of any register, their reminders and their count (E5, A1)."""
