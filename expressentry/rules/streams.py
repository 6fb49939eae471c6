"""The streams of provinces and territories that lead to a nomination in Express Entry."""

from expressentry.rules.facts import Province
from expressentry.rules.law import Law, Stream


def of(province: Province, law: Law) -> tuple[Stream, ...]:
    """The streams under which a province can nominate under a law."""
    return tuple(stream for stream in law.streams if stream.province is province)


def find(province: Province, key: str, law: Law) -> Stream | None:
    """The stream of a province with this key, if it is in that law."""
    return next((stream for stream in of(province, law) if stream.key == key), None)
