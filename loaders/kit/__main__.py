"""Where `python3 kit.pyz` starts. Any Python reads this file, so that an old one is told what is needed."""

import sys

if sys.version_info < (3, 9):
    sys.exit("kit: Python 3.9 or newer is needed, and this is %d.%d: run it with another, such as python3.11 kit.pyz" % sys.version_info[:2])

from portolan_kit.cli import main  # noqa: E402

sys.exit(main())
