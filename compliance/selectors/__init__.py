"""Reads of duties, facts and their packs."""
