"""The parts of a page: fields tied to their help and errors, the error summary, the pager, the layouts."""

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    widgets,
)
from wtforms.validators import DataRequired, InputRequired, Optional

FORMS = "{% from 'parts/forms.html' import field, errors_of, submit %}"
PAGE = "{% from 'parts/page.html' import heading, empty, badge, facts, pager %}"


class Sample(Form):
    name = StringField("Name", [DataRequired("Write the name.")], description="In Latin letters.")
    note = StringField("Note", [Optional()])
    level = SelectField("Level", choices=["A1"])
    sex = RadioField("Sex", [InputRequired("Choose one.")], choices=["Female", "Male"])
    days = SelectMultipleField(
        "Days", choices=["Mon"], widget=widgets.ListWidget(), option_widget=widgets.CheckboxInput()
    )
    online = BooleanField("Online")
    batch = HiddenField("Batch", [DataRequired("Begin again.")])


class Page:
    pages, page, has_prev, prev_num, has_next, next_num = 3, 2, True, 1, True, 3


def _render(app: Flask, source: str, path: str = "/", **context: object) -> str:
    with app.test_request_context(path, headers={"Accept-Language": "en"}):
        return render_template_string(source, **context)


@pytest.fixture
def refused() -> Sample:
    form = Sample(data={"level": "A1"})
    form.validate()
    return form


def test_help_and_error_are_tied_to_the_control(app, refused):
    html = _render(app, FORMS + "{{ field(form.name) }}", form=refused)
    assert 'aria-describedby="name-help name-error"' in html
    assert 'aria-invalid="true"' in html
    assert '<p class="field-error" id="name-error">Write the name.</p>' in html
    assert '<p class="form-text" id="name-help">In Latin letters.</p>' in html


def test_a_group_of_choices_is_a_fieldset_with_a_legend(app, refused):
    html = _render(app, FORMS + "{{ field(form.sex) }}", form=refused)
    assert 'aria-describedby="sex-error"' in html.split("<legend")[0]
    assert html.count('class="form-check-input"') == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("note", 'class="form-control"'),
        ("note", "(optional)"),
        ("level", 'class="form-select"'),
        ("days", 'type="checkbox"'),
        ("online", '<div class="field form-check">'),
    ],
)
def test_a_field_is_shown_as_what_it_is(app, name, expected):
    assert expected in _render(app, FORMS + "{{ field(form[name]) }}", form=Sample(), name=name)


def test_segments_are_inputs_each_followed_by_its_label(app):
    html = _render(app, FORMS + "{{ field(form.sex, kind='segments') }}", form=Sample())
    assert 'class="field segments"' in html
    assert html.count("><label for=") == 2


def test_further_words_become_attributes_of_the_control(app):
    html = _render(app, FORMS + "{{ field(form.name, autocomplete='name') }}", form=Sample())
    assert 'autocomplete="name"' in html


def test_the_summary_leads_to_each_field_that_needs_something(app, refused):
    refused.form_errors.append("Two people share this number.")
    html = _render(app, FORMS + "{{ errors_of(form) }}", form=refused)
    assert 'href="#name"' in html
    assert 'href="#sex-0"' in html
    assert "<li>Begin again.</li>" in html
    assert "Two people share this number." in html


def test_a_form_without_errors_has_no_summary(app):
    assert "error-summary" not in _render(app, FORMS + "{{ errors_of(form) }}", form=Sample())


def test_what_a_person_typed_is_escaped(app):
    html = _render(app, FORMS + "{{ field(form.name) }}", form=Sample(data={"name": '"><script>'}))
    assert "<script>" not in html


def test_the_pager_keeps_what_was_searched_for(app):
    html = _render(app, PAGE + "{{ pager(page) }}", "/learners?q=Олена&page=2&status=a&status=b", page=Page)
    assert "status=a&amp;status=b&amp;page=3" in html
    assert "page=1" in html
    assert html.count("page=") == 2


def test_a_heading_takes_buttons_or_none(app):
    assert "actions" not in _render(app, PAGE + "{{ heading('Learners') }}")
    html = _render(app, PAGE + "{% call heading('Learners', 'All') %}<a>New</a>{% endcall %}")
    assert "<h1>Learners</h1>" in html
    assert '<div class="actions"><a>New</a></div>' in html


def test_a_fact_that_is_not_known_is_a_dash(app):
    html = _render(app, PAGE + "{{ facts([('Room', none), ('Hours', 0)]) }}")
    assert "<dd>–</dd>" in html
    assert "<dd>0</dd>" in html


@pytest.mark.parametrize("layout", ["plain", "staff", "learner", "print"])
def test_a_layout_has_one_main_a_way_to_skip_to_it_and_no_inline_style_or_script(app, layout):
    source = f"{{% extends 'layout/{layout}.html' %}}{{% block title %}}T{{% endblock %}}"
    html = _render(app, source)
    assert html.count("<main") == 1
    assert 'href="#content"' in html and 'id="content"' in html
    assert "<style" not in html and "style=" not in html and "onclick" not in html
    assert '<html lang="en" dir="ltr">' in html


def test_a_right_to_left_page_takes_the_build_turned_round(app):
    with app.test_request_context("/"), force_locale("ar"):
        html = render_template_string("{% extends 'layout/plain.html' %}")
    assert 'dir="rtl"' in html
    assert "vendor/bootstrap.rtl.css" in html
