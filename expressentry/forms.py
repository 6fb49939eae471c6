"""What the forms of every room share: those that act, with what they cannot do without, and those that only look."""

from typing import Any

from flask_wtf import FlaskForm

from expressentry import fields


class LookForm(FlaskForm):
    """A form asked by GET, or one that changes nothing: it needs no token."""

    class Meta:
        """Nothing changes."""

        csrf = False


class ActForm(FlaskForm):
    """A form that is sent to act; `wanted` are the questions that need an answer, with the words if there is none."""

    wanted: dict[str, Any] = {}

    def required(self, name: str) -> bool:
        """True for what the act cannot do without."""
        return name in self.wanted

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        self.want(self.wanted)
        return not self.errors

    def want(self, wanted: dict[str, Any]) -> None:
        """Say beside each of these questions, if it has no answer, that it needs one. No is an answer; 0 is one."""
        for name, words in wanted.items():
            if not _answered(self._fields[name]):
                self.blame(name, words)

    def blame(self, name: str, words: Any) -> None:
        """Say beside a question what is wrong with its answer, unless something is said there already."""
        if not self._fields[name].errors:
            self._fields[name].errors = [str(words)]

    @property
    def questions(self) -> list[Any]:
        """The fields to be asked, in order."""
        return [field for field in self if isinstance(field, fields.Question | fields.Choices)]

    @property
    def sent(self) -> list[tuple[str, str]]:
        """Every answer as it was sent, to be carried on by a page that asks once more."""
        return [(field.name, text) for field in self.questions for text in field.strings(field.data)]


def _answered(field: Any) -> bool:
    """True if there is an answer; of a box, if it is ticked."""
    return bool(field.data) if field.kind == "tick" else field.data not in (None, "", [])
