"""Rules about Neto's documents: one item, one order, one dispatch; pure."""
