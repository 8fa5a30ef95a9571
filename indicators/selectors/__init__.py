"""Reads of indicators: the catalog, the organization's definitions, a plant's series."""
