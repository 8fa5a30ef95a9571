"""SQLite for many writers: they wait in line, and connections are kept."""
