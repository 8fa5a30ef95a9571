"""Reads of people, organizations, plants and their audit trail."""
