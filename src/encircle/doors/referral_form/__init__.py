"""The pages on which a referral's form is written. No door of its own: the referrers' door mounts them, and so does the
casework door for a form that came on paper. They know their door by its `Mount` alone."""
