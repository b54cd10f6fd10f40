"""Whom an order addresses: names in a text -> organizations, groups and outside parties. Knows no deadlines."""
