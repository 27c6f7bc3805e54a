"""Appreciation: what you did, what I felt, what it means to me; each said back, then one guess at the feeling.

Five to ten minutes, heat not asked, places change at once (Janson opens each session with one).
"""

from ..states import Step
from ..table import EMPATHY, FRAME, MIRRORING, Kind, Prompt

APPRECIATION = Kind(
    name="appreciation",
    rows=FRAME + MIRRORING + EMPATHY,
    prompts=(Prompt("did"), Prompt("felt"), Prompt("means", optional=True)),
    topic_needed=False,
    begin=Step.SENDING,
    asks_more=False,
    after_sends=Step.EMPATHISING,
    after_switch=Step.SENDING,
)
