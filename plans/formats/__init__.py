"""One reader for each format of a document. All give the same rows; none knows what they mean."""
