"""T12, the passphrase half: what is accepted, what is guessed too early, and that a keyboard makes no difference."""

import unicodedata

import pytest

from hearken.accounts import passphrases
from hearken.accounts.passphrases import COMMON, LONG, NAMED, PATTERN, SHORT

NAME = "quilt-harbor-k7mq"
FIFTEEN = "old tin kettles"
WORDS = "wren kiosk plough amber sixty gate violin moss brook paper onion lantern dusk apron ferry"
EVER = "-".join(f"{WORDS[at:]}{at}" for at in range(9)).replace("  ", " ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FIFTEEN[:14], SHORT),
        (FIFTEEN, None),
        (WORDS[:64], None),
        (EVER[:200], None),
        (EVER[:201], LONG),
        ("short" + " " * 20 + "er", SHORT),
    ],
)
def test_t12_length_is_all_that_is_asked(text: str, said: object) -> None:
    assert passphrases.problems(text, NAME) == ([said] if said else [])


@pytest.mark.parametrize(
    "text",
    [
        *("password12345678", "P@ssw0rd-P@ssw0rd1", "correct horse battery staple", "Correct-Horse-Battery-Staple!"),
        *("to be or not to be", "iloveyouforever1", "I love you so much 2", "hearkenhearken12", "Summer2024Summer!"),
        *("letmeinletmeinletmein2", "adminadministrator99", "once upon a time 22"),
    ],
)
def test_t12_what_many_people_use_is_refused(text: str) -> None:
    assert passphrases.problems(text, NAME)[0] in (COMMON, PATTERN)


@pytest.mark.parametrize(
    "text",
    [
        *("aaaaaaaaaaaaaaaaaa", "abcabcabcabcabcabc", "tomatotomatotomato", "kiosk kiosk kiosk k", "1234567890123456"),
        *(
            "abcdefghijklmnopqrst",
            "qwertyuiopasdfghjkl",
            "zyxwvutsrqponmlk",
            "!!!!!!!!!!!!!!!!!!!!",
            "ababababababababa",
        ),
    ],
)
def test_t12_patterns_are_refused(text: str) -> None:
    assert passphrases.problems(text, NAME) == [PATTERN]


@pytest.mark.parametrize("text", [f"{NAME} twice", "my QUILT harbor K7MQ phrase", "quiltharbork7mq123"])
def test_t12_the_sign_in_name_is_no_part_of_it(text: str) -> None:
    assert passphrases.problems(text, NAME) == [NAMED]


@pytest.mark.parametrize(
    "text",
    [
        *("my cat sleeps on the stairs", "I hearken to the brook at night", "we met in the rain that friday"),
        *(
            "ich gehe gern im Wald spazieren",
            "дорога домой через лес и поле",
            "坐看雲起時行到水窮處明月松間照",
            "🫖🍋🎻🪁🧭🪴🧩🎈🪡🧺🕯️🧵🛶🪵🎐",
        ),
    ],
)
def test_t12_ordinary_sentences_in_any_script_are_taken(text: str) -> None:
    assert passphrases.problems(text, NAME) == []


def test_t12_the_same_words_from_another_keyboard_are_the_same() -> None:
    composed, apart = "café crème brûlée à deux", unicodedata.normalize("NFD", "café crème brûlée à deux")
    assert composed != apart
    stored = passphrases.hashed(composed)
    assert passphrases.matches(apart, stored)
    assert passphrases.matches(f" {composed}\n", stored), "pasted with a line break"
    assert not passphrases.matches(composed.upper(), stored)
    assert len(passphrases.normal("ﬃ" * 5)) == 15, "counted as it is hashed"


def test_t12_what_we_offer_is_taken_and_never_the_same() -> None:
    offered = {passphrases.generated() for _ in range(200)}
    assert len(offered) == 200
    assert not [each for each in offered if passphrases.problems(each, NAME)]


def test_t12_stored_is_argon2id_at_the_promised_cost() -> None:
    stored = passphrases.hashed(FIFTEEN)
    assert stored.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert len(stored) <= 200
    assert stored != passphrases.hashed(FIFTEEN)
    assert not passphrases.matches(FIFTEEN, "")
