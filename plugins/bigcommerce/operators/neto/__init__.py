"""Operators of the Neto connector: each is one flow between Neto and the back office's schema."""
