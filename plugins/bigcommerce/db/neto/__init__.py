"""The schema `neto`, and what the Neto connector writes into the others."""
