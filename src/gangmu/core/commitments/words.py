"""What is left of a name once the ordinary words are taken out."""

from __future__ import annotations

import re

from gangmu.core.commitments.vocabulary import words

ORDINARY = re.compile("|".join([*map(re.escape, words("ordinary")), "[0-9]+"]))
