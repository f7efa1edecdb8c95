"""A pretend world on a laptop, for the demo, the journeys and the benchmarks; imports nothing from `plugins/`."""
