"""What each answer leads to, written out by hand from the method, not from the product's tables.

First part: every sign of the routing table of the method, in its order, one line for each. Columns: level, the answers
(over an otherwise clean set), what is named as set off; or, for what this release does not ask, what it waits for.
Second part: more than one sign, and edges.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    level: str
    given: dict[str, int | None]
    sets_off: frozenset[str]


def lines(text: str) -> list[Line]:
    found = []
    for row in text.strip().splitlines():
        level, given, names = (part.strip() for part in row.split("|"))
        pairs = (pair.split("=") for pair in given.split())
        answers = {key: None if value == "skip" else int(value) for key, value in pairs}
        found.append(Line(level, answers, frozenset(names.split())))
    return found


SIGNS = """
green   |                                   |
amber_v | hark_h=1                          | humiliated
amber_v | frightened_them=1                 | frightened_them
amber_v | hark_h=skip                       | not_said
amber_v | hark_a=skip                       | not_said
amber_v | hark_r=skip                       | not_said
amber_v | hark_k=skip                       | not_said
amber_v | fear_now=skip                     | not_said
amber_v | choked=skip                       | not_said
amber_v | threats=skip                      | not_said
amber_v | watched=skip                      | not_said
amber_v | frightened_them=skip              | not_said
amber_v | device=skip                       | not_said
amber_v | phq_1=3 phq_9=skip                | not_said
amber_v | phq_1=3 phq_9=1 safe_now=skip     | not_said thoughts
amber_v | phq_1=3 phq_9=1                   | thoughts
amber_v | phq_1=3 phq_9=3                   | thoughts
red     | phq_1=3 phq_9=1 safe_now=0        | thoughts not_safe
amber_h | phq_1=3 phq_2=3 phq_3=3 phq_4=3 phq_5=3   | low
amber_h | phq_1=skip                        | low_not_said
amber_h | phq_2=skip                        | low_not_said
amber_h | audit_1=3                         | drink
amber_h | audit_1=skip                      | drink_not_said
amber_h | audit_1=1 audit_2=skip            | drink_not_said
amber_h | audit_1=1 audit_3=skip            | drink_not_said
red     | hark_a=1                          | afraid
red     | hark_r=1                          | forced
red     | hark_k=1                          | hurt
red     | fear_now=1                        | fear_now
red     | choked=1                          | choked
red     | threats=1                         | threats
red     | watched=1                         | watched
red     | device=1                          | device
"""

EDGES = """
green   | phq_1=3                                                   |
green   | phq_1=3 phq_2=3 phq_3=3 phq_4=3 phq_5=2                   |
amber_h | phq_1=3 phq_2=3 phq_3=3 phq_4=3 phq_5=2 phq_6=1           | low
green   | phq_1=3 phq_2=3 phq_3=3 phq_4=2 phq_5=skip                |
amber_h | phq_1=3 phq_2=3 phq_3=3 phq_4=3 phq_5=skip                | low
amber_h | phq_1=3 phq_3=skip phq_4=skip                             | low_not_said
amber_h | phq_1=skip phq_2=skip                                     | low_not_said
amber_v | phq_1=skip phq_2=0 phq_9=1                                | low_not_said thoughts
green   | audit_1=2                                                 |
green   | audit_1=1 audit_2=1                                       |
amber_h | audit_1=1 audit_2=1 audit_3=1                             | drink
amber_h | phq_1=3 phq_2=3 phq_3=3 phq_4=3 phq_5=3 audit_1=4         | low drink
amber_v | audit_1=4 hark_h=1                                        | drink humiliated
amber_v | hark_h=1 frightened_them=1                                | humiliated frightened_them
red     | hark_h=1 hark_a=1                                         | humiliated afraid
red     | hark_a=1 hark_k=skip                                      | afraid not_said
red     | frightened_them=1 hark_k=1                                | frightened_them hurt
red     | device=1 audit_1=4                                        | device drink
amber_v | phq_1=3 phq_9=skip phq_3=skip                             | not_said low_not_said
amber_v | hark_a=skip audit_1=skip phq_1=skip                       | not_said drink_not_said low_not_said
"""

# Named by the method, asked by nothing in this release: level, name.
WAITING = """
amber_v past_violence
amber_v private_check
amber_v held
amber_h anxious
amber_h trauma
amber_h drugs
amber_h heat_twice
red     plan
red     psychosis
"""
