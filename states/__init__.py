"""The rules Srok runs by: pure decisions on frozen facts. Knows no database, no clock, no mail and no file."""
