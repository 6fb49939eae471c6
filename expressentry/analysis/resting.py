"""What a point or a requirement rests on: the part of the law, the table in it, and the day that part took effect."""

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _

from expressentry.labels import CONFIDENCE, PARTS
from expressentry.rules.law import Law, Source
from expressentry.rules.programs import Program, RequirementKey
from expressentry.rules.scorecard import Factor
from expressentry.rules.selection_grid import GridFactor


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the law: a part, the table in it, if it has several, and the day the part took effect."""

    part: str
    table: str
    effective: date

    @property
    def anchor(self) -> str:
        """The id of this place on the page of the law."""
        return f"{self.part}.{self.table}" if self.table else self.part

    @property
    def name(self) -> str:
        """The part in words."""
        return str(PARTS[self.part])


# How sure we are of having read a rule right, for those who want to know it of every line.
SURE = {
    "law": _("read in the law itself"),
    "canada.ca": _("read on an official page"),
    **CONFIDENCE,
}


def sure(source: Source) -> str:
    """How sure we are of having read a rule right."""
    return str(SURE[source.confidence])


# Where the points of each factor are written, and what else in the law decides them.
_LINES: dict[Factor, tuple[str, str, tuple[str, ...]]] = {
    Factor.AGE: ("crs_core", "age", ()),
    Factor.EDUCATION: ("crs_core", "education", ("evidence",)),
    Factor.FIRST_LANGUAGE: ("crs_core", "first_language", ("evidence",)),
    Factor.SECOND_LANGUAGE: ("crs_core", "second_language", ("evidence",)),
    Factor.CANADIAN_WORK: ("crs_core", "canadian_work", ("work",)),
    Factor.SPOUSE_EDUCATION: ("crs_spouse", "education", ("evidence",)),
    Factor.SPOUSE_LANGUAGE: ("crs_spouse", "language", ("evidence",)),
    Factor.SPOUSE_CANADIAN_WORK: ("crs_spouse", "canadian_work", ("work",)),
    Factor.EDUCATION_TRANSFERABILITY: ("crs_transferability", "education", ("evidence", "work")),
    Factor.FOREIGN_WORK_TRANSFERABILITY: ("crs_transferability", "foreign_work", ("evidence", "work")),
    Factor.CERTIFICATE: ("crs_transferability", "certificate", ("evidence", "programs")),
    Factor.FRENCH: ("crs_additional", "french", ("evidence",)),
    Factor.SIBLING: ("crs_additional", "sibling", ()),
    Factor.CANADIAN_STUDY: ("crs_additional", "canadian_study", ()),
    Factor.ARRANGED_EMPLOYMENT: ("crs_additional", "arranged_employment", ("programs", "work")),
    Factor.NOMINATION: ("crs_additional", "nomination", ()),
}


def line(factor: Factor, law: Law) -> tuple[Place, ...]:
    """Where the points of a factor are written, first; then what else in the law decides them."""
    part, table, others = _LINES[factor]
    return _place(law, part, table), *(_place(law, other) for other in others)


def _place(law: Law, part: str, table: str = "") -> Place:
    return Place(part, table, law.in_force[part])


_REQUIREMENTS: dict[RequirementKey, tuple[str, ...]] = {
    RequirementKey.CANADIAN_WORK: ("work",),
    RequirementKey.PRIMARY_OCCUPATION: ("work",),
    RequirementKey.CONTINUOUS_WORK: ("work",),
    RequirementKey.LANGUAGE: ("evidence",),
    RequirementKey.EDUCATION: ("evidence",),
    RequirementKey.TRADE_WORK: ("work",),
}


def requirement(key: RequirementKey, program: Program, law: Law) -> tuple[Place, ...]:
    """Where a requirement of a program is written, first; then what else in the law decides it."""
    if key is RequirementKey.OUTSIDE_QUEBEC:
        return (pool(law),)
    if key is RequirementKey.FUNDS:
        return _place(law, "funds"), _place(law, "programs", program.value)
    if key is RequirementKey.GRID:
        return _place(law, "fsw_grid"), _place(law, "programs", program.value)
    others = _REQUIREMENTS.get(key, ())
    return _place(law, "programs", program.value), *(_place(law, other) for other in others)


def pool(law: Law) -> Place:
    """Where it is written who may enter the pool."""
    return _place(law, "programs", "pool")


def grid(factor: GridFactor, law: Law) -> Place:
    """Where the points of a factor of the selection grid are written."""
    return _place(law, "fsw_grid", factor.value)
