"""Every benchmark after another: `python -m bench`. Prints times beside goals and floors; asserts nothing."""

import subprocess
import sys

PARTS = ("bench.journal", "bench.reports", "bench.organization", "bench.living", "bench.pages", "bench.pack")


def main() -> int:
    """Run each in a process of its own, so that one's memory is not another's."""
    worst = 0
    for part in PARTS:
        print(f"\n{part}\n{'=' * len(part)}", flush=True)
        worst = max(worst, subprocess.run([sys.executable, "-m", part], check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
