"""Pages of the portfolio, plants, people and settings."""
