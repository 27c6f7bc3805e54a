"""T19: what this software gives people to send by hand betrays nobody, and it can send nothing itself."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation

from hearken.space import presenters_inviting as presenters
from hearken.space import wording_inviting as wording
from tests.conftest import ROOT

LINK = "https://a-rather-long-name-of-a-house.example.org/with/kkkkkkkkkkkkkkkkkkkkkk"
LOCALES = [code for code, _ in settings.LANGUAGES]
TELLING = re.compile(
    r"hearken|imago|therap|counsel|treat|diagnos|addict|recover|sober|relapse|drink|drug|depress|anxi|disorder|trauma"
    r"|abus|affair|divorc|crisis|marriage|relationship|couple|partner|problem|issue|fight|argu|hurt|fault|sorry",
    re.IGNORECASE,
)
"""Words that tell somebody who looks over a shoulder what this is about."""
PRESSING = re.compile(
    r"\b(must|should|need|have to|please|hurry|soon|waiting|last chance|just|simply)\b|!", re.IGNORECASE
)
PROMISING = re.compile(r"\b(better|save|heal|fix|work(s)? for|proven|guarantee|closer|happier)\b", re.IGNORECASE)


def texts() -> Iterator[str]:
    """Everything there is to send, in every language."""
    for code in LOCALES:
        with translation.override(code):
            yield from (each.text for each in presenters.tones(LINK))
            yield from presenters.reminders(LINK)


def test_t19_there_are_three_tones_and_two_reminders_in_every_language() -> None:
    assert len(list(texts())) == 5 * len(LOCALES)
    assert [each.key for each in wording.TONES] == ["warm", "plain", "light"]
    for code in LOCALES:
        with translation.override(code):
            assert len({each.text for each in presenters.tones(LINK)} | set(presenters.reminders(LINK))) == 5


@pytest.mark.parametrize("text", list(texts()))
def test_t19_words_to_send_betray_nobody(text: str) -> None:
    around = text.replace(LINK, " ")
    assert text.count(LINK) == 1
    assert text.endswith(LINK), "so that no messenger takes a full stop into the address"
    assert not re.search(r"https?:|www\.|@|\?\w|&\w|utm", around), "one link, and nothing that follows anybody"
    assert "?" not in LINK
    assert len(text) <= wording.MOST_LETTERS
    assert not TELLING.search(around)
    assert not PRESSING.search(around)
    assert not PROMISING.search(around)
    assert "{" not in text


@pytest.mark.parametrize("code", LOCALES)
def test_t19_no_name_stands_in_them(code: str) -> None:
    """They go out by the sender's own way: not even the name they typed has to stand there, and no other can."""
    with translation.override(code):
        for text in (*(str(each.text) for each in wording.TONES), *map(str, wording.REMINDERS)):
            assert re.findall(r"{(\w*)}", text) == ["link"]
            begins = re.sub(r"(^|[.?:] )[A-Z]", "", text)
            assert code != "en" or not re.search(r"[A-Z](?!\b)", begins), "a word with a capital that begins nothing"


def test_t19_the_software_can_send_nothing() -> None:
    """No mail, no message of any kind: there is no sender, no address of one, and no code for it."""
    found = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in (ROOT / "hearken").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        for name in imported(node)
        if re.match(r"(django\.core\.mail|smtplib|imaplib|poplib|email|aiosmtplib|twilio)(\.|$)", name)
        or name in ("send_mail", "EmailMessage", "mail_admins")
    ]
    assert not found
    own = (ROOT / "hearken/config/settings.py").read_text()
    assert not re.search(r"EMAIL|ADMINS|MANAGERS|AdminEmailHandler|SERVER_EMAIL", own)
    assert not settings.ADMINS


def test_t19_the_software_keeps_no_address_to_send_to() -> None:
    from django.apps import apps
    from django.db.models import EmailField

    columns = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    assert columns
    assert not [each for each in columns if isinstance(each, EmailField)]
    of_people = [each for each in columns if each.model._meta.app_label != "directory"]  # public places, not people
    assert not [each.name for each in of_people if re.search(r"e?mail|phone|telephone|address|contact", each.name)]


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or "", *(each.name for each in node.names)]
    return []
