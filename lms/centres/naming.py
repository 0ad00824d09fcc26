"""What a centre is called on pages of every language, so that a learner finds its door. Pure."""

READ_CYRILLIC = frozenset({"bg", "ru", "uk"})
"""The languages of pages whose readers read what stands on the door."""


def shown_name(language: str, bulgarian: str, english: str) -> str:
    """A centre's name: Bulgarian for who reads Cyrillic, English in English, for everybody else both.

    There is none in Arabic or Chinese; the Latin letters can be read out, the Cyrillic ones compared with the door.
    """
    if language in READ_CYRILLIC or bulgarian == english:
        return bulgarian
    return english if language == "en" else f"{english} · {bulgarian}"
