"""Search 统一搜索: one box over records and regulations, by Chinese words, short names and pinyin initials (E5)."""
