"""Pages of this app, by noun: listing, producing, sharing, public."""
