"""What opens files that strangers made. It runs in a process of its own that can open nothing and knows no key.

Nothing here imports Django or reads a setting. `refusals` and `kinds` are plain words that the application shares.
"""
