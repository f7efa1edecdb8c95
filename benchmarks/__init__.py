"""What it costs: `make bench`. Ratios measured side by side, counts, and memory; absolute times are the machine's."""
