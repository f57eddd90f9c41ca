"""How the plan room says the status of an event in plain English.

Comes in: a status. Goes out: words. Knows nothing about dates and shares, which are said as everywhere else.
"""

from tocsin.terms import Status

STATUS_WORDS: dict[Status, str] = {
    "occurred": "said to have happened",
    "ongoing": "said to be under way",
    "planned": "said to be planned",
    "possible": "said to be possible",
    "conditional": "made to hang on a condition",
    "did-not-occur": "said not to have happened",
    "general": "spoken of in general",
}
