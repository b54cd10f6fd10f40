"""The desk for programs: the same operations as JSON, by bearer tokens, under the same policies (docs/api.md)."""
