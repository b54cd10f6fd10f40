"""The desk: where people do the work, in a browser. Pages show frozen facts and ask `models` for what is to be done."""
