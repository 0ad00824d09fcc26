// Carries the marks of a roll: what is kept on the device goes out, again and again until it is answered, and what others
// marked meanwhile comes in.
import { NotSent, ask, headersOf, read } from "../offline/asking.js";
import { sendLetters } from "./letters.js";
import * as outbox from "./outbox.js";
import { send } from "./sending.js";

const AGAIN = [2, 5, 15, 30, 60]; // Seconds until the next try, while the server cannot be reached.

export class Courier {
  // `show` is called whenever a row or what stands above them may look different.
  constructor({ account, lesson, form, rows, clock }, show) {
    Object.assign(this, { account, lesson, form, rows, clock, show });
    this.trouble = "";
    this.sending = false;
    this.etag = "";
    this.failures = 0;
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
      await send(this.account, this.lesson, this.form.dataset.entries, (said, entries) => this.onAnswer(said, entries));
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
    if (why === "unreached" || why === "failed" || why === "gone") {
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
      const row = rowOf(this.rows, enrolment);
      if (row) {
        row.pending = row.pending.filter((entry) => entry.id !== answer.id);
        row.trouble = ["refused", "set_aside"].includes(answer.kind) ? answer.said : "";
      }
    }
    this.takeRows(said);
  }

  takeRows(said) {
    this.clock.hear(said.now);
    for (const state of said.rows) {
      const row = rowOf(this.rows, state.enrolment);
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
    const answer = await ask(this.form.dataset.marks, { headers: { ...headersOf(this.account), "If-None-Match": this.etag } });
    if (answer.status === 304) {
      return;
    }
    this.takeRows(await read(answer));
    this.etag = answer.headers.get("ETag") ?? "";
  }

  // The history of a mark is asked for when somebody looks at it; without a network it stays as it was.
  async tellHistory(row) {
    if (!row.menu.open || !row.outdated) {
      return;
    }
    try {
      const answer = await ask(`${this.form.dataset.marks}/${row.enrolment}/history`, { headers: headersOf(this.account) });
      row.tell((await read(answer)).history);
    } catch (error) {
      if (!(error instanceof NotSent)) {
        throw error;
      }
    }
  }
}

export function rowOf(rows, enrolment) {
  return rows.find((row) => row.enrolment === enrolment);
}
