// A quiz on a phone: each answer is kept on the device when it is given, sent, and shown with where it is; without a
// network the person goes on. Without JavaScript the page is a plain form with all items.
import "./answering.js";
import { ServerClock } from "./attendance/server_clock.js";
import { NotSent } from "./offline/asking.js";
import * as copies from "./offline/copies.js";
import { Item } from "./taking/item.js";
import * as keeping from "./taking/kept.js";
import * as recordings from "./taking/kept_recordings.js";
import { send } from "./taking/sending.js";
import { Steps } from "./taking/steps.js";

const form = document.querySelector("form[data-quiz]");
const AGAIN = 5000; // Milliseconds until the next try while the server is not reached.
const TYPED = 800; // Milliseconds after the last letter until what is typed counts as given.

class Sitting {
  constructor() {
    this.account = Number(form.dataset.account);
    this.attempt = Number(form.dataset.attempt);
    this.words = JSON.parse(form.dataset.words);
    this.practice = "practice" in form.dataset;
    this.clock = new ServerClock(Number(form.dataset.now));
    this.items = [...form.querySelectorAll("[data-position]")].map((element) => new Item(element));
    this.state = form.querySelector("[data-state]");
    this.ended = false;
    this.waiting = 0;
  }

  async start() {
    for (const { position, fields } of await keeping.newerThan(this.account, this.attempt, Number(form.dataset.now))) {
      this.items.find((item) => item.position === position)?.put(fields);
    }
    this.items.filter((item) => item.spoken).forEach((item) => item.record((blob) => this.keepRecording(item, blob)));
    for (const { position, data, type } of await recordings.newerThan(this.account, this.attempt, Number(form.dataset.now))) {
      this.items.find((item) => item.position === position)?.recorder?.put(new Blob([data], { type }));
    }
    this.ended = await keeping.isEnded(this.account, this.attempt);
    form.classList.add("is-live");
    this.items.forEach((item) => this.listen(item));
    form.addEventListener("submit", (event) => this.onSubmit(event));
    if ("oneByOne" in form.dataset) {
      this.steps = new Steps(form, this.items, () => this.show(), (item) => this.keep(item));
    }
    this.items.filter((item) => item.final).forEach((item) => item.lock());
    this.steps?.showCheck();
    window.addEventListener("online", () => this.synchronise());
    document.addEventListener("visibilitychange", () => document.hidden || this.synchronise());
    this.show();
    await this.synchronise();
    await this.copyPage();
  }

  listen(item) {
    let typing = null;
    item.element.addEventListener("change", () => (this.practice && !item.spoken) || this.keep(item));
    item.element.addEventListener("input", (event) => {
      clearTimeout(typing);
      if (!this.practice && event.target.matches("input.gap-field, textarea")) {
        typing = setTimeout(() => this.keep(item), TYPED);
      }
    });
    item.element.querySelector("[data-check]")?.addEventListener("click", (event) => {
      event.preventDefault();
      this.keep(item);
    });
  }

  async keep(item) {
    if (this.ended || item.final || !item.whole) {
      return;
    }
    if (this.practice && !item.spoken && !item.answered) {
      item.hear({ said: this.words.nothing });
      return;
    }
    this.sayWaiting(this.waiting + 1);
    const made_at = new Date(this.clock.now()).toISOString();
    await keeping.keep({ account: this.account, attempt: this.attempt, position: item.position, fields: item.fields, made_at });
    item.hear({ said: "" });
    this.show();
    await this.synchronise();
  }

  async keepRecording(item, blob) {
    if (this.ended) {
      return;
    }
    this.sayWaiting(this.waiting + 1);
    const made_at = new Date(this.clock.now()).toISOString();
    const recording = { account: this.account, attempt: this.attempt, position: item.position, type: blob.type, made_at };
    try {
      await recordings.keep({ ...recording, data: await blob.arrayBuffer() });
    } catch {
      item.hear({ said: item.recorder.words.full, kind: "refused" });
      this.show();
      return;
    }
    this.show();
    await this.synchronise();
  }

  async onSubmit(event) {
    event.preventDefault();
    if (event.submitter?.name === "hand_in") {
      for (const item of this.items) {
        await item.recorder?.end();
        await this.keepChanged(item);
      }
      this.ended = true;
      await keeping.noteEnd(this.account, this.attempt);
    } else {
      this.onward(document.activeElement);
    }
    await this.synchronise();
  }

  // The Enter key leads to the next gap, and from the last one to the next item; a practice says first what is right.
  onward(field) {
    const item = this.items.find((one) => one.element.contains(field));
    const gaps = [...(item?.element.querySelectorAll("input.gap-field") ?? [])];
    const next = gaps[gaps.indexOf(field) + 1];
    if (next) {
      next.focus();
    } else if (item && this.practice) {
      this.keep(item);
    } else if (item) {
      this.steps?.show(this.steps.at + 1);
    }
  }

  // What was typed in the moment before the end.
  async keepChanged(item) {
    if (!this.practice && item.element.contains(document.activeElement) && item.answered) {
      await this.keep(item);
    }
  }

  async synchronise() {
    clearTimeout(this.timer);
    this.trouble = "";
    try {
      const said = await send(this.account, this.attempt);
      if (said) {
        this.clock.hear(said.now);
        this.ended &&= !said.taken_back;
        said.answers.forEach((one) => this.items.find((item) => item.position === one.position)?.hear(one));
        this.steps?.showCheck();
      }
      if (said?.handed_in) {
        window.location.assign(form.dataset.result);
      }
    } catch (error) {
      if (!(error instanceof NotSent)) {
        throw error;
      }
      this.trouble = error.why;
      this.timer = setTimeout(() => this.synchronise(), AGAIN);
      navigator.serviceWorker?.getRegistration().then((worker) => worker?.sync?.register("azbuka-answers")).catch(() => {});
    }
    await this.show();
  }

  async show() {
    const kept = [await keeping.unsent(this.account, this.attempt), await recordings.unsent(this.account, this.attempt)];
    // Whoever has gone on to another item is not saying anything to this one.
    this.items.filter((item) => item.element.hidden).forEach((item) => item.recorder?.end());
    this.sayWaiting(kept.flat().length);
    this.showOpen();
  }

  // An answer waits from the moment it is given: nobody may read that all is kept while the device still writes it down.
  sayWaiting(count) {
    this.waiting = count;
    const unsent = count ? this.words.unsent.replace("{count}", count) : this.words.saved;
    this.state.textContent = this.ended ? this.words.ending : this.trouble in this.words ? this.words[this.trouble] : unsent;
    this.state.classList.toggle("is-waiting", count > 0 || this.ended);
  }

  // Before the end: which items have no answer yet.
  showOpen() {
    const open = this.items.filter((item) => !item.answered).map((item) => item.number);
    const line = form.querySelector("[data-open]");
    line.hidden = open.length === 0;
    line.textContent = this.words.open.replace("{numbers}", open.join(", "));
  }

  // The page opens again without a network, and so do its recordings.
  async copyPage() {
    if (!navigator.serviceWorker) {
      return;
    }
    await navigator.serviceWorker.register("/service-worker.js", { type: "module", updateViaCache: "none" });
    await copies.forgetPages(this.account);
    const answer = await fetch(window.location.pathname, { redirect: "error" });
    await copies.keepFilesOf(await answer.clone().text());
    await copies.keepPage(this.account, window.location.pathname, answer);
    await copies.keepSounds([...form.querySelectorAll(".listen:not([data-recorded]) audio")].map((audio) => audio.src));
    form.dataset.kept = "yes";
  }
}

if (form && window.isSecureContext && window.indexedDB && navigator.locks) {
  new Sitting().start().catch((error) => {
    // Without a network the copies stay as they are.
    if (!(error instanceof TypeError)) {
      throw error;
    }
  });
}
