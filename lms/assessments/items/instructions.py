"""What an item asks a learner to do, and what a statement can be: in every language of learners."""

from flask_babel import lazy_gettext as _l

INSTRUCTIONS = {
    "same_word": _l("Find the same word."),
    "word_for_picture": _l("Find the word for the picture."),
    "missing_letter": _l("Which letter is missing?"),
    "picture_for_word": _l("Find the picture for the word."),
    "fill_gap": _l("What is missing in the sentence?"),
    "read_answer": _l("Read. Then choose the answer."),
    "read_picture": _l("Read. Then choose the picture."),
    "read_several": _l("Read. Then choose all the right answers."),
    "read_true_false": _l("Read. Is the sentence true?"),
    "same_meaning": _l("Which sentence means the same?"),
    "heard_letter": _l("Listen. Which letter do you hear?"),
    "heard_word": _l("Listen. Which word do you hear?"),
    "listen_answer": _l("Listen. Then choose the answer."),
    "listen_picture": _l("Listen. Then choose the picture."),
    "listen_reply": _l("Listen. What is a good reply?"),
    "listen_several": _l("Listen. Then choose all the right answers."),
    "listen_true_false": _l("Listen. Is the sentence true?"),
    "choose_several": _l("Choose all the right answers."),
    "choose_reply": _l("What does the person say?"),
    "choose_for_gaps": _l("Choose the right word for each gap."),
    "type_gap": _l("Write the missing word."),
    "type_form": _l("Write the word in the right form."),
    "type_heard": _l("Listen. Write what you hear."),
    "order_words": _l("Put the words in order."),
    "order_lines": _l("Put the lines in order."),
    "match_pictures": _l("Match the words with the pictures."),
    "match_pairs": _l("What belongs together?"),
    "say_short": _l("Say it in Bulgarian."),
    "write_short": _l("Write it in Bulgarian."),
}

VERDICT_NAMES = {
    "true": _l("True"),
    "false": _l("Not true"),
    "not_said": _l("It does not say"),
}
