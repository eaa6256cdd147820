"""`python -m tests.fuzz --minutes 10`: change valid input and read it until the time is over; findings by seed."""

import argparse
import time
import tracemalloc

from tests.fuzz.readers import input_of, targets, try_one


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--first", type=int, default=0, help="first seed; each seed is one input")
    given = parser.parse_args()
    each = given.minutes * 60 / len(targets())
    for target in targets():
        tracemalloc.start()
        until, seed, slowest, found = time.monotonic() + each, given.first, (0.0, 0), 0
        while time.monotonic() < until:
            began = time.perf_counter()
            error = try_one(target, seed)
            slowest = max(slowest, (time.perf_counter() - began, seed))
            if error is not None:
                found += 1
                print(f"{target.name} seed {seed}: {error!r} of {input_of(target, seed)[:200]!r}", flush=True)
            seed += 1
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(
            f"{target.name}: {seed - given.first} inputs, {found} findings;"
            f" slowest {slowest[0] * 1000:.0f} ms (seed {slowest[1]}); memory at most {peak / 1e6:.1f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
