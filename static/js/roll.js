// The roll on a telephone: each touch is kept on the device at once, sent, and shown with where it is. Without
// JavaScript, or where a browser keeps nothing, the page stays a plain form.
import { chooseHand } from "./attendance/hand.js";
import { sendLetters } from "./attendance/letters.js";
import * as outbox from "./attendance/outbox.js";
import { onLongPress } from "./attendance/press.js";
import { Row } from "./attendance/row.js";
import { NotSent, ask, headersOf, read, send } from "./attendance/sending.js";
import { Taught } from "./attendance/taught.js";

const form = document.querySelector("form[data-roll]");
const CLOCK = "azbuka-clock";
const AGAIN = [2, 5, 15, 30, 60]; // Seconds until the next try, while the server cannot be reached.

class Live {
  constructor() {
    this.account = Number(form.dataset.account);
    this.lesson = Number(form.dataset.lesson);
    this.words = JSON.parse(form.dataset.words);
    this.length = Number(form.dataset.length);
    // By how much the server's clock is ahead. A page that was kept no longer knows; then what was known last counts.
    this.ahead = Number(localStorage.getItem(CLOCK) ?? Number(form.dataset.now) - Date.now());
    this.etag = "";
    this.failures = 0;
    this.trouble = "";
    this.sending = false;
    this.undoable = null;
    this.taught = new Taught(form, () => this.synchronise());
    this.rows = [...form.querySelectorAll("[data-row]")].map((row) => new Row(row, this.words, this.length));
  }

  // The server's clock: the device's own may be wrong by hours.
  now() {
    return Date.now() + this.ahead;
  }

  rowOf(enrolment) {
    return this.rows.find((row) => row.enrolment === enrolment);
  }

  // Minutes since the lesson began, or until it ends; null where that says nothing about who comes or goes now.
  guess(kind = "late") {
    const passed = Math.floor((this.now() - Number(form.dataset.starts)) / 60_000);
    const minutes = kind === "late" ? passed : this.length - passed;
    return minutes > 0 && minutes < this.length ? minutes : null;
  }

  async start() {
    for (const entry of await outbox.unsent(this.account, this.lesson)) {
      const row = this.rowOf(entry.enrolment);
      if (row && entry.refused) {
        row.trouble = entry.refused;
      } else {
        row?.pending.push(entry);
      }
    }
    form.classList.add("is-live");
    form.querySelector("[data-live]").hidden = false;
    this.rows.forEach((row) => this.listen(row));
    this.openGate();
    chooseHand(form);
    form.addEventListener("submit", (event) => this.onSubmit(event));
    form.querySelector("[data-undo]").addEventListener("click", () => this.undo());
    window.addEventListener("online", () => this.synchronise());
    document.addEventListener("visibilitychange", () => document.hidden || this.synchronise());
    this.show();
    await this.taught.start();
    await this.synchronise();
  }

  // A page that was kept before its lesson opens when its time has come.
  openGate() {
    const gate = form.querySelector("[data-gate]");
    const wait = Number(gate.dataset.gate) - this.now();
    if (gate.disabled && wait > 0) {
      setTimeout(() => this.openGate(), Math.min(wait + 500, 60_000));
    } else if (gate.disabled) {
      gate.disabled = false;
      document.querySelector("[data-closed]").hidden = true;
    }
  }

  listen(row) {
    row.tap.addEventListener("click", () => this.touch([[row, row.next(this.guess())]]));
    onLongPress(row.tap, () => {
      row.menu.open = true;
      row.menu.querySelector("summary").focus();
    });
    row.element.addEventListener("change", (event) => this.onMenu(row, event.target));
    row.menu.addEventListener("toggle", () => this.tellHistory(row));
    row.tap.addEventListener("keydown", (event) => this.onKey(row, event));
  }

  // The history of a mark is asked for when somebody looks at it; without a network it stays as it was.
  async tellHistory(row) {
    if (!row.menu.open || !row.outdated) {
      return;
    }
    try {
      const answer = await ask(`${form.dataset.marks}/${row.enrolment}/history`, { headers: headersOf(this.account) });
      row.tell((await read(answer)).history);
    } catch (error) {
      if (!(error instanceof NotSent)) {
        throw error;
      }
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
      row.minutes.value = this.guess(field.value) ?? "";
    }
    const value = row.read();
    if (value) {
      this.touch([[row, value]]);
    } else {
      this.ask(row, field.value);
    }
  }

  // Minutes are missing: the field is shown, and nothing is kept until they are given.
  ask(row, kind) {
    row.element.querySelector('[data-for~="late"]').hidden = false;
    row.where.textContent = row.trouble;
    row.where.classList.remove("visually-hidden");
    row.element.dataset.standing = "refused";
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
      made_at: new Date(this.now()).toISOString(),
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
      row.trouble = "";
      row.pending.push(made[index]);
    });
    this.show();
    let kept;
    try {
      kept = await keeping;
    } catch {
      changes.forEach(([row], index) => row.pending.splice(row.pending.indexOf(made[index]), 1));
      this.trouble = "unkept";
      this.show();
      return;
    }
    made.forEach((entry, index) => Object.assign(entry, kept[index]));
    this.undoable = undone || changes.length > 1 ? null : { row: before[0][0], value: before[0][1], entry: made[0] };
    this.show();
    this.synchronise();
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
      this.synchronise();
    }
  }

  async synchronise() {
    if (this.sending) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    this.sending = true;
    this.again = false;
    try {
      await send(this.account, this.lesson, form.dataset.entries, (said, entries) => this.onAnswer(said, entries));
      await this.forgetSentElsewhere();
      await sendLetters(this.account);
      await this.refresh();
      this.trouble = "";
      this.failures = 0;
    } catch (error) {
      if (!(error instanceof NotSent)) {
        throw error;
      }
      this.onTrouble(error.why);
    } finally {
      this.sending = false;
      this.show();
    }
    if (this.again) {
      this.synchronise();
    }
  }

  // What another page or the service worker has sent meanwhile is answered, too.
  async forgetSentElsewhere() {
    const kept = new Map((await outbox.unsent(this.account, this.lesson)).map((entry) => [entry.id, entry]));
    for (const row of this.rows) {
      const refused = row.pending.map((entry) => kept.get(entry.id)?.refused).find(Boolean);
      row.trouble = refused ?? row.trouble;
      // An entry without its order is being kept right now.
      row.pending = row.pending.filter((entry) => !entry.order || (kept.has(entry.id) && !kept.get(entry.id).refused));
    }
  }

  onTrouble(why) {
    this.trouble = why;
    if (why === "unreached" || why === "failed") {
      const wait = AGAIN[Math.min(this.failures, AGAIN.length - 1)];
      this.failures += 1;
      this.timer = setTimeout(() => this.synchronise(), wait * 1000);
      // Where the browser can, it sends even when this page is closed by then.
      navigator.serviceWorker?.getRegistration().then((worker) => worker?.sync?.register("azbuka-marks")).catch(() => {});
    }
  }

  onAnswer(said, entries) {
    for (const answer of said.answers) {
      const { enrolment } = entries.find((entry) => entry.id === answer.id);
      const row = this.rowOf(enrolment);
      if (row) {
        row.pending = row.pending.filter((entry) => entry.id !== answer.id);
        row.trouble = ["refused", "set_aside"].includes(answer.kind) ? answer.said : "";
      }
    }
    this.takeRows(said);
  }

  takeRows(said) {
    this.ahead = said.now - Date.now();
    localStorage.setItem(CLOCK, String(this.ahead));
    for (const state of said.rows) {
      const row = this.rowOf(state.enrolment);
      // What is kept here was made without having seen this.
      if (row && row.pending.length === 0 && state.version >= row.server.version) {
        row.take(state);
        this.tellHistory(row);
      }
    }
    this.show();
  }

  // What others marked meanwhile.
  async refresh() {
    const answer = await ask(form.dataset.marks, { headers: { ...headersOf(this.account), "If-None-Match": this.etag } });
    if (answer.status === 304) {
      return;
    }
    this.takeRows(await read(answer));
    this.etag = answer.headers.get("ETag") ?? "";
  }

  show() {
    this.rows.forEach((row) => row.show(this.sending));
    this.count();
    const undo = form.querySelector("[data-undo]");
    undo.hidden = this.undoable === null;
    if (this.undoable) {
      undo.textContent = this.words.undo.replace("{name}", this.undoable.row.name);
    }
    form.querySelector("[data-done]").hidden = !this.rows.some((row) => row.state === "uncalled");
    const line = form.querySelector("[data-live]");
    const [key, text] = this.inWords();
    line.dataset.standing = key;
    if (line.textContent !== text) {
      line.textContent = text;
    }
    const door = form.querySelector("[data-sign-in]");
    door.hidden = !["signed_out", "other_account"].includes(this.trouble);
  }

  // Where the marks are, in words.
  inWords() {
    const waiting = this.rows.reduce((sum, row) => sum + row.pending.length, 0);
    if (this.trouble === "unkept") {
      return ["refused", this.words.unkept];
    }
    if (waiting) {
      const counted = waiting === 1 ? this.words.kept_one : this.words.kept_many.replace("{count}", waiting);
      return this.trouble ? ["kept", `${counted} ${this.words.troubles[this.trouble]}`] : ["sent", this.words.sending];
    }
    if (this.trouble) {
      return ["kept", this.words.troubles[this.trouble]];
    }
    const uncalled = this.rows.filter((row) => row.state === "uncalled").length;
    return uncalled === this.rows.length ? ["none", this.words.begin] : ["confirmed", this.words.saved];
  }

  count() {
    const found = {};
    for (const row of this.rows) {
      found[row.state] = (found[row.state] ?? 0) + 1;
    }
    for (const item of form.querySelectorAll("[data-tally]")) {
      const number = found[item.dataset.tally] ?? 0;
      item.querySelector("[data-number]").textContent = number;
      item.hidden = number === 0 && ["left_early", "excused", "unsettled", "uncalled"].includes(item.dataset.tally);
    }
  }
}

// Over plain http a browser has neither identifiers nor locks for us: the form serves. A page that broke off on its way
// does not end with the button for the rest, and must not take a touch as if it were whole.
if (form?.dataset.words && form.querySelector("[data-done]") && window.isSecureContext && window.indexedDB && navigator.locks) {
  const live = new Live();
  await live.start();
}
