"""The verbs, adverbs and framing words of plans, from the vocabulary."""

from __future__ import annotations

from gangmu.core.commitments.vocabulary import words

ACT_VERBS = frozenset(words("act_verbs"))
NOUN_VERBS = frozenset(words("noun_verbs"))
ADVERBS = words("adverbs")
FRAME_WORDS = words("frame_words")
EFFECT_VERBS = frozenset(words("effect_verbs"))
FIRM_VERBS = frozenset(words("firm_verbs"))
CARRYING_VERBS = frozenset(words("carrying_verbs"))
LIGHT_VERBS = words("light_verbs")
SERVING_VERBS = words("serving_verbs")
EXPLORE_VERBS = words("explore_verbs")
OWN_VERBS = frozenset(words("own_verbs"))
OWN_VERBS_BESIDE_PARTY = frozenset(words("own_verbs_beside_party"))
PARTIES = words("parties")
GOVERNED_PARTIES = words("governed_parties")
