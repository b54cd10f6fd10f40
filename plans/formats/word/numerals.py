"""A whole number in the ways Word's lists count. Knows no list."""

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"  # ECMA-376, 17.18.59: without ё, й, ъ, ь
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST = 10_000


def numeral(count: int, style: str) -> str:
    """`count` as a list of that `numFmt` prints it: nothing for `none`, figures where the style is not known."""
    if style == "none":
        return ""
    if not 0 < count < _LARGEST:
        return str(count)
    if style.endswith("Roman"):
        text = _roman(count)
    elif style.endswith("Letter"):
        text = _letters(count, _LATIN)
    elif style.startswith("russian"):
        text = _letters(count, _RUSSIAN)
    else:
        return f"{count:02}" if style == "decimalZero" else str(count)
    return text.upper() if style.startswith("upper") or style == "russianUpper" else text


def _letters(count: int, alphabet: str) -> str:
    """Past the alphabet's end a letter is doubled: aa, bb."""
    times, index = divmod(count - 1, len(alphabet))
    return alphabet[index] * (times + 1)


def _roman(count: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        times, count = divmod(count, worth)
        text += sign * times
    return text
