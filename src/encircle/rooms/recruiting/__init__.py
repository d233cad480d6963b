"""From the first question about volunteering to being accepted, declined or thinking better of it."""
