"""What the app asks of the database, by subject."""
