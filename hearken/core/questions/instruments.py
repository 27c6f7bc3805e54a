"""The questions of this release, as tables: the published ones as published, and the few that are ours.

Cuts, missing answers and licences: METHOD 4. It must never ask for what nobody would act on.
"""

from .definition import Instrument, Question, choices, yes_no

ALL = 100  # of a hundred: a screener counts only whole
MOST = 80

PHQ = tuple(f"phq_{number}" for number in range(1, 10))
AUDIT = ("audit_1", "audit_2", "audit_3")
_PHQ = choices("phq9", 3, *PHQ)

HARK = Instrument(
    "hark",
    yes_no("hark", "hark_h", "hark_a", "hark_r", "hark_k"),
    cut=1,
    share=ALL,
    source="Sohal, Eldridge & Feder 2007, BMC Family Practice 8:49",
    licence="CC BY 2.0",
)
OWN_SAFETY = Instrument(
    "own_safety",
    yes_no("own_safety", "fear_now", "choked", "threats", "watched", "frightened_them", "safe_now"),
    cut=None,
    share=ALL,
    source="Signs of danger after Stith et al.; Bograd & Mederos; the words are ours",
    licence="Apache-2.0",
)
DEVICE = Instrument(
    "device",
    yes_no("device", "device"),
    cut=None,
    share=ALL,
    source="NNEDV, considerations for app developers; the words are ours",
    licence="Apache-2.0",
)
PHQ2 = Instrument(
    "phq2",
    _PHQ[:2],
    cut=3,
    share=ALL,
    source="Kroenke, Spitzer & Williams 2003, Medical Care 41:1284",
    licence="public domain",
)
PHQ9 = Instrument(
    "phq9",
    _PHQ,
    cut=15,  # what this release acts on; the published bands begin at 5, 10, 15 and 20 (score.BANDS)
    share=MOST,
    source="Kroenke, Spitzer & Williams 2001, J Gen Intern Med 16:606",
    licence="public domain",
)
AUDIT_C = Instrument(
    "audit_c",
    choices("audit_c", 4, *AUDIT),
    cut=3,  # the lower of the two published cuts, for everybody: nobody is asked whether they are a man [ours]
    share=ALL,
    source="Bush et al. 1998, Arch Intern Med 158:1789; items of the WHO AUDIT",
    licence="public domain",
    gate=True,
)

INSTRUMENTS: dict[str, Instrument] = {each.id: each for each in (HARK, OWN_SAFETY, DEVICE, PHQ2, PHQ9, AUDIT_C)}
QUESTIONS: dict[str, Question] = {
    question.id: question for instrument in INSTRUMENTS.values() for question in instrument.questions
}
