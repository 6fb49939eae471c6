"""Numbers of payment cards, which this site neither keeps nor shows: known by their length and their check digit."""

import re


def looks_like_card(typed: str) -> bool:
    """True if 13 to 19 digits in it, with spaces or dashes between, pass the check of card numbers (Luhn)."""
    runs = re.findall(r"\d(?:[ \t\u00a0\u202f.-]?\d){12,}", typed)
    return any(_hides_card(re.sub(r"\D", "", run)) for run in runs)


def _hides_card(digits: str) -> bool:
    return 13 <= len(digits) <= 19 and _luhn(digits)


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
