"""What phones sent: the instance, its attachments, its reading, its review state."""
