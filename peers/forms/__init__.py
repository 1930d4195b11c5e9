"""What people write into the app, by subject."""
