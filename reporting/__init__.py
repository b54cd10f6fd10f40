"""Reporting packages: what stands in them is decided purely, then drawn as documents; no Prefect, no clock."""
