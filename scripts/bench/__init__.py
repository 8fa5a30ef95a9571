"""What the product costs: time, processor, statements, memory and bytes. `PYTHONPATH=scripts python -m bench`."""
