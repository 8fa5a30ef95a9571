"""Every input of people, organizations and plants."""
