"""`python -m gongkai` is the same as the console script `gongkai`."""

import sys

from gongkai.cli import main

sys.exit(main())
