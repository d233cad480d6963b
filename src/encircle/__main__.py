"""`python -m encircle` is the `encircle` command."""

import sys

from encircle.config.cli import main

sys.exit(main())
