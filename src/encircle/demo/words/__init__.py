"""Believable words: minutes, comments, concerns, news from agencies. Never any detail of an offence.

Sentences are patterns: `[this|that]` is drawn, `{slot}` is filled from the core member's invented life.
"""
