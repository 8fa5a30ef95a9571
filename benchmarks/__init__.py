"""What the product costs: time, processor, statements, memory and bytes. `python -m benchmarks`."""
