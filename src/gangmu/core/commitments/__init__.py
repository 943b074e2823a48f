"""Every sentence of a plan that binds somebody, with what it promises: the public face of the commitments.

The tour: `sections` says where a sentence stands, `clauses` cuts it and finds its acts, `binding` weighs whether
it binds, `strength` how firmly; `quantities`, `targets`, `projects`, `mechanisms`, `systems`, `limits` and `names`
find what it promises; `find` writes it down as `model`, `shape` as JSON. The words are tables in `vocabulary.yaml`.
"""

from __future__ import annotations

from gangmu.core.commitments.find import find_commitments
from gangmu.core.commitments.model import Act, Commitment, Mention, Quantity
from gangmu.core.commitments.shape import to_json

__all__ = ["Act", "Commitment", "Mention", "Quantity", "find_commitments", "to_json"]
