"""Pack files read and turned into values, and no more: the floor of `team_collect.py`. `python team_floor.py PACKS`."""

import json
import sys
from pathlib import Path

if __name__ == "__main__":
    print(sum(len(json.loads(path.read_bytes())["months"]) for path in Path(sys.argv[1]).glob("*.json")))
