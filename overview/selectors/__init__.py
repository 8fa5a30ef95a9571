"""Reads for the portfolio, a plant's overview and the search."""
