"""The letters of names: Bulgarian to Latin by law, other Cyrillic alphabets to Bulgarian, Latin to Bulgarian.

Data only; lms.learners.names says how it is used.
"""

TO_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ъ": "a", "ь": "y", "ю": "yu", "я": "ya",
}  # fmt: skip
"""The Transliteration Act, State Gazette 19/2009, article 3; дж, дз, йо and ьо follow from their letters."""

ESTABLISHED = {"българия": "bulgaria"}
"""The one name whose spelling the Act itself fixes (article 5)."""

TO_BULGARIAN = {
    # Russian, Ukrainian, Belarusian
    "ы": "и", "э": "е", "і": "и", "ї": "и", "є": "е", "ґ": "г", "ў": "у", "ѐ": "е", "ѝ": "и",
    # Serbian, Macedonian
    "ј": "й", "љ": "л", "њ": "н", "ћ": "ч", "ђ": "дж", "џ": "дж", "ѓ": "г", "ќ": "к", "ѕ": "дз",
    # Kazakh, Kyrgyz, Tajik, Uzbek, Mongolian
    "ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "ю", "һ": "х", "ҳ": "х", "ҷ": "дж",
    "ӣ": "и", "ӯ": "у", "җ": "дж", "ҡ": "к",
}  # fmt: skip
"""Letters that Bulgarian does not have; ё and ь depend on what stands beside them."""

TO_CYRILLIC = (
    ("shch", "щ"), ("iya", "ия"), ("iia", "ия"), ("sht", "щ"), ("sch", "ш"), ("tch", "ч"), ("dzh", "дж"),
    ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("tz", "ц"), ("yu", "ю"), ("ya", "я"),
    ("ye", "е"), ("yi", "й"), ("ph", "ф"), ("th", "т"), ("gh", "г"), ("dj", "дж"), ("ck", "к"), ("qu", "кв"),
    ("oo", "у"), ("ou", "у"), ("ee", "и"), ("ş", "ш"), ("š", "ш"), ("ç", "ч"), ("č", "ч"), ("ž", "ж"), ("ğ", "г"),
    ("ı", "ъ"), ("ö", "ьо"), ("ü", "ю"), ("ă", "ъ"), ("â", "ъ"), ("ț", "ц"), ("ţ", "ц"), ("đ", "д"), ("ł", "л"),
    ("ø", "ьо"), ("æ", "е"), ("œ", "ьо"), ("ß", "с"), ("ə", "е"), ("ð", "д"), ("þ", "т"), ("ħ", "х"), ("ŋ", "нг"),
    ("ce", "се"), ("ci", "си"), ("cy", "си"),
)  # fmt: skip
"""Longest first: “shch” must be seen before “sh”."""

ONE_LETTER = {
    "a": "а", "b": "б", "c": "к", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "дж",
    "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т",
    "u": "у", "v": "в", "w": "у", "x": "кс", "z": "з",
}  # fmt: skip

ENDINGS = (
    ("skyi", "ски"), ("skyy", "ски"), ("skiy", "ски"), ("skii", "ски"), ("sky", "ски"), ("iia", "ия"),
    ("iya", "ия"), ("ii", "ий"), ("ia", "ия"),
)  # fmt: skip
"""How Slavic names end in Bulgarian; tried in this order, at the end of a word of more than three letters."""

KNOWN = {
    "mohammed": "мохамед", "mohammad": "мохамад", "mohamed": "мохамед", "muhammad": "мухамад", "muhammed": "мухамед",
    "ahmed": "ахмед", "ahmad": "ахмад", "mahmoud": "махмуд", "hussein": "хюсеин", "hussain": "хюсеин",
    "hasan": "хасан", "hassan": "хасан", "yusuf": "юсуф", "youssef": "юсеф", "yousef": "юсеф", "omar": "омар",
    "abdullah": "абдула", "abdallah": "абдала", "abdulrahman": "абдулрахман", "ibrahim": "ибрахим",
    "ismail": "исмаил", "khaled": "халед", "jamal": "джамал", "yasmin": "ясмин", "yasmine": "ясмин",
    "aisha": "аиша", "aysha": "айша", "maryam": "мариам", "mariam": "мариам", "hanna": "хана", "fatima": "фатима",
    "zainab": "зейнаб", "zeinab": "зейнаб", "reza": "реза", "hossein": "хосейн", "ali": "али",
    "olha": "олга", "olga": "олга", "hryhorii": "григорий", "serhii": "сергий", "sergei": "сергей", "sergey": "сергей",
    "andrii": "андрий", "oleh": "олег", "ihor": "игор", "igor": "игор", "yevhen": "евген", "yevheniia": "евгения",
    "bohdan": "богдан", "bohdana": "богдана", "halyna": "галина", "anhelina": "ангелина",
    "tatiana": "татяна", "tatyana": "татяна", "tetiana": "тетяна", "natalia": "наталия", "nataliya": "наталия",
    "natalya": "наталия", "anna": "анна", "daria": "дария", "darya": "даря", "ilya": "иля", "pyotr": "пьотър",
    "aleksandr": "александър", "alexander": "александър", "oleksandr": "олександър", "dmitry": "дмитрий",
    "yuri": "юрий", "vitaly": "виталий", "john": "джон", "james": "джеймс", "michael": "майкъл",
    "george": "джордж", "jose": "хосе", "juan": "хуан", "jorge": "хорхе", "jesus": "хесус", "javier": "хавиер",
    "julia": "юлия", "julian": "юлиан", "jan": "ян", "jean": "жан", "jacques": "жак", "nguyen": "нгуен",
    "recep": "реджеп", "tran": "чан", "zhang": "жанг", "wang": "уанг", "xi": "си", "li": "ли", "kim": "ким",
}  # fmt: skip
"""Given names so common that Bulgarian has a spelling of its own, where the letters would suggest another."""
