"""文字: what running text says: its sentences, what they claim and admit, what they speak of, which periods and whose names they hold."""
