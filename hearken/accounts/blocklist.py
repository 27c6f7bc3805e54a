"""What people choose when they are asked for something long: the block list, kept here and asked of nobody.

Modest on purpose (TRUST 3.1): a long passphrase is guessed by what it is made of, so the parts are listed, not every
whole. It must never turn away words that only happen to hold one of these.
"""

import re
import unicodedata

# Parts: what is left beside them has to be worth something.
_PARTS = tuple(
    """
    administrator anniversary passphrase iloveyou loveyou password passwort superman princess football baseball
    sunshine welcome letmein whatever computer internet michelle trustno mustang starwars pokemon batman
    dragon monkey master shadow secret hunter ranger jordan soccer flower login admin qwertz qwerty azerty
    hearken notebook imago dialogue changeme default forever always babygirl iloveu teamo amour liebe
    mypassword mysecret 1234567890 123456 654321 abcdef abc123 123abc 1q2w3e4r 1qaz2wsx zaq12wsx 111 000 123 321
    asdf zxcv
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter
    """.split()  # noqa: SIM905 - a list of words is read as words
)
_FEW = 8  # letters beside the listed parts: fewer, and the rest is soon found
_YEAR = re.compile(r"(19|20)\d\d")

# Wholes: sayings, first lines and examples that are on every list.
_WHOLES = frozenset(
    """
    correcthorsebatterystaple ilovemyhusbandandkids ilovemywife iloveyousomuch iloveyouverymuch iloveyoutothemoonandback
    tothemoonandback tobeornottobe tobeornottobethatisthequestion maytheforcebewithyou thequickbrownfox
    thequickbrownfoxjumpsoverthelazydog onceuponatime happilyeverafter letmeinplease openthedoorplease opensesameopen
    thisismypassword thisisasecret thisisapassphrase idontknowmypassword iforgotmypassword myvoiceismypassport
    nothingisimpossible liveandletlive carpediem carpediemcarpediem helloworld hellomynameis pleaseletmein
    donttellanyone nobodyknowsthis mynameisnobody timewilltell loveconquersall loveisallyouneed allyouneedislove
    ourfatherwhoartinheaven inthebeginningwastheword inthebeginninggodcreated jesuslovesme godisgood godblessamerica
    itwasthebestoftimes callmeishmael winteriscoming youshallnotpass elementarymydearwatson iamyourfather
    twinkletwinklelittlestar maryhadalittlelamb rowrowrowyourboat happybirthdaytoyou humptydumptysatonawall
    aworldwithoutend agoodplacetostart keepcalmandcarryon livelaughlove livelovelaugh forbetterorworse
    tilldeathdouspart fourscoreandsevenyearsago wethepeople lifelibertyandthepursuit
    """.split()  # noqa: SIM905
)
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop")
_NEXT = frozenset(row[at : at + 2] for row in (*_ROWS, *(row[::-1] for row in _ROWS)) for at in range(len(row) - 1))
_LEET = str.maketrans("013457@$!", "oleastasi")


def letters(text: str) -> str:
    """The letters and digits alone, small: what a guesser tries first is the same with or without signs between."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def is_pattern(text: str) -> bool:
    """One thing over and over, a handful of signs, or a walk along the keyboard, the alphabet or the numbers."""
    signs = letters(text) or text
    if len(set(signs)) < 5 or _repeats(signs):
        return True
    steps = sum(signs[at : at + 2] in _NEXT or signs[at] == signs[at + 1] for at in range(len(signs) - 1))
    return steps > 0.6 * len(signs)


def is_common(text: str) -> bool:
    """A saying everybody knows, or hardly more than listed parts and a year put together."""
    plain = letters(text)
    disguised = letters(text.casefold().translate(_LEET))
    return any(each in _WHOLES or _is_parts(each) or _of_a_saying(each) for each in (plain, disguised))


def _repeats(signs: str) -> bool:
    """The whole is one piece, two times or more; a rest at the end does not help."""
    return any(all(signs[at] == signs[at % size] for at in range(len(signs))) for size in range(1, len(signs) // 2 + 1))


def _is_parts(signs: str) -> bool:
    left = _YEAR.sub("", signs)
    for part in sorted(_PARTS, key=len, reverse=True):
        left = left.replace(part, "")
    return len(left) < min(_FEW, len(signs))


def _of_a_saying(signs: str) -> bool:
    """A saying with a few signs before or after it."""
    return any(each in signs and len(signs) - len(each) < _FEW for each in _WHOLES if len(each) >= _FEW)
