"""`python -m bench [--quick]`: prints the table; a figure is never typed by hand."""

import argparse
import os
import platform

from bench import decode_fold, decoding


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, under two minutes")
    quick = parser.parse_args().quick
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}\n")
    print("| what | ours | peer | the peer | ours / peer |")
    print("|---|---|---|---|---|")
    for part in (decoding, decode_fold):
        for line in part.measure(quick):
            print(line)


if __name__ == "__main__":
    main()
