"""What members fill in, by subject."""
