"""The child of test_confined."""

import json
import os
import sys
import tempfile

from gongkai import confined


def main() -> None:
    """One thing, as asked."""
    (what,) = confined.enter(sys.argv[1:])
    if what == "die":
        os.abort()
    if what == "hoard":
        print(len(b"x" * 300 * 1024**2))
    if what == "write":
        with tempfile.TemporaryFile() as file:
            file.write(b"kept")
            file.flush()
    while what == "spin":
        pass
    said = json.dumps(dict(os.environ)).encode() if what == "environment" else sys.stdin.buffer.read()
    sys.stdout.buffer.write(said)


if __name__ == "__main__":
    main()
