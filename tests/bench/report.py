"""The figures of one run, and how they are taken."""

import statistics
import time
from collections.abc import Callable


class Report:
    """Prints figures as they come, and remembers those beyond their bounds."""

    def __init__(self) -> None:
        self._beyond: list[str] = []

    def say(self, text: str) -> None:
        print(text, flush=True)

    def at_most(self, name: str, ratio: float, bound: float, about: str = "") -> None:
        """A ratio that must not exceed its bound."""
        self._judge(name, f"{ratio:.2f}x", ratio <= bound, f"at most {bound:g}x", about)

    def at_least(self, name: str, figure: float, bound: float, about: str = "") -> None:
        """A figure that must reach its bound."""
        self._judge(name, f"{figure:,.0f}", figure >= bound, f"at least {bound:,.0f}", about)

    def _judge(self, name: str, figure: str, kept: bool, bound: str, about: str) -> None:
        self.say(f"{'ok ' if kept else 'NO '} {name:<52} {figure:>10}   ({bound}) {about}")
        if not kept:
            self._beyond.append(name)

    def finish(self) -> int:
        """Say what is beyond its bound; the exit status."""
        self.say(
            "\nEvery figure is within its bound." if not self._beyond else f"\nBeyond their bounds: {self._beyond}"
        )
        return 1 if self._beyond else 0


def seconds(act: Callable[[], object], times: int, rounds: int = 5) -> float:
    """Seconds for one act: the best of several rounds, which is what the machine can do when left alone."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(times):
            act()
        best = min(best, (time.perf_counter() - start) / times)
    return best


def alternately(one: Callable[[], object], other: Callable[[], object], rounds: int) -> float:
    """The median ratio of two acts timed in turn, so that a machine that slows down slows both."""
    ratios = []
    for _ in range(rounds):
        first, second = seconds(one, 1, 1), seconds(other, 1, 1)
        ratios.append(first / second)
    return statistics.median(ratios)
