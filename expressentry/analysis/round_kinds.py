"""The kinds of rounds that were really held."""

from enum import StrEnum


class Kind(StrEnum):
    """Whom a round could invite: all, the three federal programs, one class, or those who fit a category."""

    ALL = "all"
    FED = "fed"
    CEC = "cec"
    FSW = "fsw"
    FST = "fst"
    PNP = "pnp"
    FRENCH = "french"
    HEALTHCARE = "healthcare"
    STEM = "stem"
    TRADES = "trades"
    TRANSPORT = "transport"
    AGRICULTURE = "agriculture"
    EDUCATION = "education"
    PHYSICIANS = "physicians"
    SENIOR_MANAGERS = "senior_managers"
    MILITARY = "military"
