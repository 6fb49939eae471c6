"""The rows of the tables that a line of the score was read from, in words, with the points each states."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from expressentry import explain
from expressentry.labels import LEVEL_NAME, words
from expressentry.rules.facts import Language
from expressentry.rules.law import Law, Steps
from expressentry.rules.scorecard import Factor, Line, Pair, Part


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: for which ability or pair, if not for the whole factor, what it asks, and its points."""

    of: str
    asks: str
    points: int
    maximum: int


def rows(line: Line, law: Law, accompanied: bool) -> tuple[Row, ...]:
    """The rows a line was read from; none where the law has no such factor, or nobody it could be about."""
    if line.source is None or line.maximum == 0:
        return ()
    return _ROWS[line.factor](line, law, 0 if accompanied else 1)


def _whole(line: Line, asks: str) -> tuple[Row, ...]:
    return (Row("", asks, line.raw, line.maximum),)


def _age(line: Line, law: Law, column: int) -> tuple[Row, ...]:
    return _whole(line, _years(law.crs_core.age, line.basis[0], column)) if line.basis else ()


def _canadian_work(line: Line, law: Law, column: int) -> tuple[Row, ...]:
    return _whole(line, _years(law.crs_core.canadian_work, line.basis[0], column))


def _spouse_canadian_work(line: Line, law: Law, _column: int) -> tuple[Row, ...]:
    return _whole(line, _years(law.crs_spouse.canadian_work, line.basis[0], 0))


def _span(table: Steps, number: int, column: int) -> tuple[int, int | None]:
    """The first and the last number that earn what `number` earns; no last one above the table's last row."""
    values = table.columns[column]
    low = high = min(max(number, 0), len(values) - 1)
    while low > 0 and values[low - 1] == values[low]:
        low -= 1
    while high < len(values) - 1 and values[high + 1] == values[high]:
        high += 1
    return low, None if high == len(values) - 1 else high


def _years(table: Steps, number: int, column: int) -> str:
    low, high = _span(table, number, column)
    if high is None:
        return _("%(low)s years or more", low=low)
    if low == high:
        return ngettext("%(num)s year", "%(num)s years", low)
    return _("up to %(high)s years", high=high) if low == 0 else _("%(low)s to %(high)s years", low=low, high=high)


def _of_levels(table: Callable[[Law], Steps], in_columns: bool) -> Callable[[Line, Law, int], tuple[Row, ...]]:
    def found(line: Line, law: Law, column: int) -> tuple[Row, ...]:
        tested = line.basis[0] if line.basis else None
        return tuple(
            Row(
                words(part.of),
                _levels(table(law), part, column if in_columns else 0, tested),
                part.points,
                part.maximum,
            )
            for part in line.parts
        )

    return found


def _levels(table: Steps, part: Part, column: int, tested: Language | None) -> str:
    low, high = _span(table, part.basis[0], column)
    name = str(LEVEL_NAME[tested or Language.ENGLISH])
    if high is None:
        return _("%(name)s %(low)s or more", name=name, low=low)
    if low == 0:
        return _("%(name)s %(high)s or lower", name=name, high=high)
    return f"{name} {low}" if low == high else _("%(name)s %(low)s or %(high)s", name=name, low=low, high=high)


def _as_explained(line: Line, _law: Law, _column: int) -> tuple[Row, ...]:
    return _whole(line, explain.line(line))


def _pairs(line: Line, law: Law, _column: int) -> tuple[Row, ...]:
    return tuple(
        Row(
            words(part.of),
            _("%(first)s; %(second)s", first=explain.line(line), second=_second(part, law)),
            part.points,
            part.maximum,
        )
        for part in line.parts
    )


def _second(part: Part, law: Law) -> str:
    """What the second thing of a pair is, by its tier."""
    table, tier = law.crs_transferability, part.basis[1]
    if part.of in (Pair.EDUCATION_LANGUAGE, Pair.FOREIGN_WORK_LANGUAGE):
        return _lowest(tier, table.language_from_level)
    starts = table.canadian_work_from_years
    if tier == 0:
        return ngettext(
            "less than %(num)s year of Canadian work", "less than %(num)s years of Canadian work", starts[0]
        )
    if tier < len(starts):
        return ngettext("%(num)s year of Canadian work", "%(num)s years of Canadian work", starts[0])
    return _("%(years)s years of Canadian work or more", years=starts[-1])


def _lowest(tier: int, starts: tuple[int, ...]) -> str:
    if tier == 0:
        return _("an ability below level %(level)s", level=starts[0])
    return _("level %(level)s or more in all four abilities", level=starts[tier - 1])


def _certificate(line: Line, law: Law, _column: int) -> tuple[Row, ...]:
    (part,) = line.parts
    held = _("with a certificate") if line.basis[0] else _("without a certificate")
    lowest = _lowest(part.basis[1], law.crs_transferability.certificate_language_from_level)
    return (Row("", _("%(first)s; %(second)s", first=held, second=lowest), part.points, part.maximum),)


def _french(line: Line, law: Law, _column: int) -> tuple[Row, ...]:
    values, (french, english) = law.crs_additional.factors["french"].values, line.basis
    needed, beside = values["from_french_level"], values["from_english_level"]
    if french < needed:
        return _whole(line, _("an ability below NCLC %(level)s", level=needed))
    if english < beside:
        return _whole(
            line,
            _(
                "NCLC %(french)s or more in all four; English not at CLB %(english)s in all four",
                french=needed,
                english=beside,
            ),
        )
    return _whole(
        line,
        _(
            "NCLC %(french)s or more in all four; English at CLB %(english)s or more in all four",
            french=needed,
            english=beside,
        ),
    )


_ROWS: dict[Factor, Callable[[Line, Law, int], tuple[Row, ...]]] = {
    Factor.AGE: _age,
    Factor.EDUCATION: _as_explained,
    Factor.FIRST_LANGUAGE: _of_levels(lambda law: law.crs_core.first_language, True),
    Factor.SECOND_LANGUAGE: _of_levels(lambda law: law.crs_core.second_language, True),
    Factor.CANADIAN_WORK: _canadian_work,
    Factor.SPOUSE_EDUCATION: _as_explained,
    Factor.SPOUSE_LANGUAGE: _of_levels(lambda law: law.crs_spouse.language, False),
    Factor.SPOUSE_CANADIAN_WORK: _spouse_canadian_work,
    Factor.EDUCATION_TRANSFERABILITY: _pairs,
    Factor.FOREIGN_WORK_TRANSFERABILITY: _pairs,
    Factor.CERTIFICATE: _certificate,
    Factor.FRENCH: _french,
    Factor.SIBLING: _as_explained,
    Factor.CANADIAN_STUDY: _as_explained,
    Factor.ARRANGED_EMPLOYMENT: _as_explained,
    Factor.NOMINATION: _as_explained,
}
