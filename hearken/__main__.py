import sys

from hearken.ops.command import main

sys.exit(main())
