"""What people enter about indicators."""
