"""All data in one file and back: every row of every table, every stored file, with checksums.

The rows are written as text that no database owns, so an archive made on SQLite can be restored
into PostgreSQL and the other way round.
"""
