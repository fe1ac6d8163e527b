"""What a dataset counts, by our code: a whole process. `python team_ours.py DATASET BY`."""

import json
import sys

from rcpjournal.datasets.engines import rolled

if __name__ == "__main__":
    dataset, by = sys.argv[1:]
    json.dump(rolled(dataset, None if by == "nothing" else by), sys.stdout)  # type: ignore[arg-type]
