"""HTML: its text, lists and tables as a browser shows them. Knows nothing of what a text means."""
