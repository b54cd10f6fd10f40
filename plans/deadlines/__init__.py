"""Deadlines as people write them -> typed schedules. Knows nothing of documents and executors."""
