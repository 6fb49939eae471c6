"""The form that takes a verification code."""

import re
from typing import Any

from flask_babel import lazy_gettext as _

from expressentry import fields
from expressentry.forms import LookForm

DIGITS = 16
# What people write between groups, and the letters they take for figures: codes have neither O, I nor L.
_BETWEEN = re.compile(r"[\s\u00a0\u202f\u00ad.:_/\u2010-\u2015\u2212-]+")
_MISREAD = str.maketrans("oil", "011")


def grouped(code: str) -> str:
    """A code as it is printed: XXXX-XXXX-XXXX-XXXX."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4)).upper()


class Code(fields.Text):
    """A verification code in any case and grouping."""

    def read(self, typed: str) -> str:
        code = _BETWEEN.sub("", typed).casefold().translate(_MISREAD)
        if not re.fullmatch(rf"[0-9a-f]{{{DIGITS}}}", code):
            raise ValueError(_("A code has 16 characters, each a figure or a letter from A to F. Check it."))
        return code


class CodeForm(LookForm):
    """Which letter to check."""

    code = Code(
        _("Verification code"),
        _("It stands at the foot of the letter. Small letters, spaces and dashes make no difference."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    def validate(self, extra_validators: Any = None) -> bool:
        sound: bool = super().validate(extra_validators)
        if sound and self.code.data is None:
            self.code.errors = [_("Write the code of the letter.")]
            return False
        return sound
