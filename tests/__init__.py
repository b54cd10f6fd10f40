"""Tests; the folders mirror those of the house. Packages, so that `tests/flows` does not hide `flows`."""
