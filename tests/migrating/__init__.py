"""An app of the test run alone: it makes the tables of an empty test database at once."""
