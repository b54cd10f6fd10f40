"""Word's own mark-up: parts of the file, styles, numbering, paragraphs, tables. Knows nothing of what a text means."""
