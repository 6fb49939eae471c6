"""The streams of provinces and territories that lead to a nomination in Express Entry."""

from expressentry.rules import tables
from expressentry.rules.facts import Province
from expressentry.rules.law import Law, Stream


def of(province: Province, law: Law) -> tuple[Stream, ...]:
    """The streams under which a province can nominate under a law."""
    return tuple(stream for stream in law.streams if stream.province is province)


def find(province: Province, key: str, law: Law) -> Stream | None:
    """The stream of a province with this key, if it is in that law."""
    return next((stream for stream in of(province, law) if stream.key == key), None)


def known(province: Province, key: str) -> Stream | None:
    """The stream of a province with this key as it was last named, whether or not it still is in the law."""
    laws = (tables.law_on(day) for day in reversed(tables.effective_dates("streams")))
    return next((found for law in laws if (found := find(province, key, law)) is not None), None)
