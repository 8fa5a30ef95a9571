"""Writes of the reports app, by noun: jobs, links."""
