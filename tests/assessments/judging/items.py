"""One small item of each kind, as a file words it."""

from typing import Any

from lms.assessments.states import ItemKind

CHOICES = [{"id": "a", "text": "съм"}, {"id": "b", "text": "си"}, {"id": "c", "text": "е"}]
BODIES: dict[ItemKind, dict[str, Any]] = {
    ItemKind.SINGLE_CHOICE: {"stem": "Аз ___ Марта.", "choices": CHOICES, "key": "a"},
    ItemKind.DIALOGUE: {"lines": [{"who": "А", "say": "___"}], "choices": CHOICES, "key": "b"},
    ItemKind.PICTURE_CHOICE: {
        "stem": "телефон",
        "choices": [{"id": "a", "picture": "📺"}, {"id": "b", "picture": "📱"}, {"id": "c", "picture": "🚕"}],
        "key": "b",
    },
    ItemKind.SEVERAL_CHOICES: {
        "text": "Хляб и мляко.",
        "choices": [
            {"id": "a", "text": "хляб"},
            {"id": "b", "text": "сол"},
            {"id": "c", "text": "мляко"},
            {"id": "d", "text": "лук"},
        ],
        "keys": ["a", "c"],
    },
    ItemKind.TRUE_FALSE: {
        "text": "Днес е петък.",
        "stem": "Утре е събота.",
        "key": "true",
        "tempts": {"false": "Днес не е събота.", "not_said": "Събота не стои в текста."},
    },
    ItemKind.GAP_TYPED: {"stem": "Аз ___ и тя ___.", "gaps": [{"accept": ["чета"]}, {"accept": ["чете"]}]},
    ItemKind.GAP_LIST: {
        "stem": "Аз ___ тук, а тя ___ там.",
        "gaps": [{"choices": CHOICES, "key": "a"}, {"choices": CHOICES, "key": "c"}],
    },
    ItemKind.ORDERING: {"parts": ["искам", "да", "купя", "хляб"], "end": ".", "also": [[4, 1, 2, 3]]},
    ItemKind.MATCHING: {
        "pairs": [
            {"left": {"picture": "☕"}, "right": {"text": "кафе"}},
            {"left": {"picture": "🚌"}, "right": {"text": "автобус"}},
            {"left": {"picture": "🍌"}, "right": {"text": "банан"}},
        ],
        "extra": [{"side": {"text": "карта"}, "tempts": "Същата първа буква."}],
    },
    ItemKind.SPOKEN: {
        "stem": "Разкажете за себе си.",
        "rubric": "spoken-a1",
        "seconds": 30,
        "model": "Казвам се Марта. Аз съм от Одеса.",
    },
    ItemKind.WRITTEN: {
        "stem": "Напишете съобщение.",
        "rubric": "written-a1",
        "words": {"least": 5, "most": 40},
        "model": "Здравейте! Днес няма да дойда, защото съм болна.",
    },
}
