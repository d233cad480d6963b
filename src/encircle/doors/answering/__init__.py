"""Answering a questionnaire: by a personal link for whoever does not sign in, and inside the doors of those who do."""
