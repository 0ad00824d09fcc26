// The roll on a telephone: each touch is kept on the device at once, sent, and shown with where it is. Without
// JavaScript, or where a browser keeps nothing, the page stays a plain form.
import { Courier, rowOf } from "./attendance/courier.js";
import { chooseHand, onLongPress } from "./attendance/hands.js";
import * as outbox from "./attendance/outbox.js";
import { Row } from "./attendance/row.js";
import { LessonTime, ServerClock, openInTime } from "./attendance/server_clock.js";
import { showSummary } from "./attendance/summary.js";
import { Taught } from "./attendance/taught.js";
import { onTyped } from "./attendance/typing.js";

const form = document.querySelector("form[data-roll]");
const LATE_ENOUGH = 20; // Minutes: up to here the touch itself most likely tells when somebody came.

class Live {
  constructor() {
    this.account = Number(form.dataset.account);
    this.lesson = Number(form.dataset.lesson);
    this.words = JSON.parse(form.dataset.words);
    this.length = Number(form.dataset.length);
    this.clock = new ServerClock(Number(form.dataset.now));
    this.time = new LessonTime(form, this.clock);
    this.undoable = null;
    this.rows = [...form.querySelectorAll("[data-row]")].map((row) => new Row(row, this.words, this.length));
    this.courier = new Courier({ ...this, form }, () => this.show());
    this.taught = new Taught(form, () => this.courier.synchronise());
  }

  async start() {
    for (const entry of await outbox.unsent(this.account, this.lesson)) {
      const row = rowOf(this.rows, entry.enrolment);
      if (row && entry.refused) {
        row.trouble = entry.refused;
      } else {
        row?.pending.push(entry);
      }
    }
    form.classList.add("is-live");
    form.querySelector("[data-live]").hidden = false;
    // It says how the roll stood when the page was made; from now on the line above the rows says how it stands.
    document.querySelector(".roll-state").hidden = true;
    this.rows.forEach((row) => this.listen(row));
    openInTime(form, this.clock);
    chooseHand(form);
    form.addEventListener("submit", (event) => this.onSubmit(event));
    form.querySelector("[data-undo]").addEventListener("click", () => this.undo());
    for (const change of ["online", "offline"]) {
      window.addEventListener(change, () => this.courier.synchronise());
    }
    document.addEventListener("visibilitychange", () => document.hidden || this.courier.synchronise());
    this.show();
    await this.taught.start();
    await this.courier.synchronise();
  }

  listen(row) {
    row.tap.addEventListener("click", () => this.onTap(row));
    onLongPress(row.tap, () => {
      row.menu.open = true;
      row.menu.querySelector("summary").focus();
    });
    row.element.addEventListener("change", (event) => this.onMenu(row, event.target));
    onTyped(row.element, () => this.take(row));
    row.menu.addEventListener("toggle", () => this.courier.tellHistory(row));
    row.tap.addEventListener("keydown", (event) => this.onKey(row, event));
  }

  // Long after the beginning the minutes are a guess that somebody has to look at. After the end nothing can be guessed,
  // so they are asked for; the next tap goes on without them.
  onTap(row) {
    if (row.nextKind === "late" && this.time.over && !row.wrong) {
      row.choose("late");
      row.openMinutes();
      this.take(row, "late");
      return;
    }
    const value = row.next(this.time.guess("late"));
    this.touch([[row, value]]);
    if (value.minutes > LATE_ENOUGH) {
      row.openMinutes();
    }
  }

  onKey(row, event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const other = step && this.rows[this.rows.indexOf(row) + step];
    if (other) {
      event.preventDefault();
      other.tap.focus();
    }
  }

  onMenu(row, field) {
    if (field.type === "radio" && ["late", "left_early"].includes(field.value) && row.minutes.value === "") {
      row.minutes.value = this.time.guess(field.value) ?? "";
    }
    this.take(row, field.value);
    if (field.type === "radio" && row.value.minutes) {
      row.openMinutes();
    }
  }

  // What stands in the fields of a row becomes its mark, or the field that keeps it from being one is shown.
  take(row, kind = "") {
    const value = row.read();
    if (!value) {
      this.ask(row, kind);
    } else if (row.says(value)) {
      this.show();
    } else {
      this.touch([[row, value]]);
    }
  }

  // Minutes are missing: the field is shown, and nothing is kept until they are given.
  ask(row, kind) {
    row.element.querySelector('[data-for~="late"]').hidden = false;
    row.where.textContent = row.wrong;
    row.where.classList.remove("visually-hidden");
    row.element.dataset.standing = "refused";
    this.sum();
    if (kind) {
      row.minutes.focus();
    }
  }

  entry(row, value) {
    return {
      id: crypto.randomUUID(),
      account: this.account,
      lesson: this.lesson,
      enrolment: row.enrolment,
      ...value,
      made_at: new Date(this.clock.now()).toISOString(),
      based_on: row.server.version,
      follows: row.pending.at(-1)?.id ?? null,
    };
  }

  async touch(changes, undone = false) {
    const before = changes.map(([row]) => [row, row.value]);
    const made = changes.map(([row, value]) => this.entry(row, value));
    // The touch shows at once; the device keeps it within the same moment, whatever becomes of showing it.
    const keeping = outbox.keep(made);
    changes.forEach(([row], index) => {
      row.trouble = row.wrong = "";
      row.pending.push(made[index]);
    });
    this.show();
    let kept;
    try {
      kept = await keeping;
    } catch {
      changes.forEach(([row], index) => row.pending.splice(row.pending.indexOf(made[index]), 1));
      this.courier.trouble = "unkept";
      this.show();
      return;
    }
    made.forEach((entry, index) => Object.assign(entry, kept[index]));
    if (!this.rows.some((row) => row.state === "uncalled")) {
      this.taught.settle();
    }
    this.undoable = undone || changes.length > 1 ? null : { row: before[0][0], value: before[0][1], entry: made[0] };
    this.show();
    this.courier.synchronise();
  }

  async undo() {
    const { row, value, entry } = this.undoable;
    this.undoable = null;
    if (await outbox.takeBack(entry.order)) {
      row.pending.splice(row.pending.indexOf(entry), 1);
      this.show();
    } else if (value.kind !== null) {
      await this.touch([[row, value]], true);
    } else {
      await this.touch([[row, { kind: "present", minutes: null, reason: null }]], true);
    }
    row.tap.focus();
  }

  onSubmit(event) {
    event.preventDefault();
    const rest = this.rows.filter((row) => row.state === "uncalled");
    if (event.submitter?.name === "rest" && rest.length) {
      this.touch(rest.map((row) => [row, { kind: "present", minutes: null, reason: null }]));
    } else {
      this.courier.synchronise();
    }
  }

  show() {
    this.rows.forEach((row) => row.show(this.courier.sending));
    this.sum();
  }

  sum() {
    showSummary(form, { ...this, trouble: this.courier.trouble });
  }
}

// Over plain http a browser has neither identifiers nor locks for us: the form serves. A page that broke off on its way
// does not end with the button for the rest, and must not take a touch as if it were whole.
if (form?.dataset.words && form.querySelector("[data-done]") && window.isSecureContext && window.indexedDB && navigator.locks) {
  const live = new Live();
  await live.start();
}
