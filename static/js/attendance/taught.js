// What was taught, in one line: kept on the device and sent like the marks, whether or not there is a network now.
import { ANSWERED, forgetLetter, keepLetter, lettersOf } from "./letters.js";
import { onTyped } from "./typing.js";

const KIND = "taught";

export class Taught {
  // `send` is called when there is something to send.
  constructor(form, send) {
    this.send = send;
    this.part = form.querySelector(".roll-taught");
    this.field = this.part.querySelector("input:not([type=hidden])");
    this.seen = [this.part.querySelector("input[type=hidden]").value];
    this.line = this.part.querySelector("[data-taught-said]");
    this.form = form;
    this.account = Number(form.dataset.account);
    this.lesson = Number(form.dataset.lesson);
    this.saved = null;
  }

  async start() {
    const [kept] = await this.kept();
    if (kept) {
      this.field.value = kept.body.text;
      this.seen = kept.body.seen;
      this.line.textContent = kept.refused ?? this.line.dataset.kept;
    }
    document.addEventListener(ANSWERED, (event) => this.hear(event.detail));
    this.field.addEventListener("change", () => this.save());
    onTyped(this.field, () => this.save());
    this.part.querySelector("[data-save-taught]").addEventListener("click", () => this.save());
  }

  // The roll is called: what stands in the field was taught, although nobody has typed it.
  async settle() {
    const text = this.field.value.trim();
    if (text && !this.seen.includes(text)) {
      await this.save();
    }
  }

  async kept() {
    return (await lettersOf(this.account, this.lesson)).filter((letter) => letter.kind === KIND).reverse();
  }

  async save() {
    const text = this.field.value.trim();
    if (text === this.saved) {
      return; // Leaving the field has kept it already.
    }
    this.saved = text;
    const body = { text, seen: this.seen };
    const earlier = await this.kept();
    try {
      await keepLetter({ account: this.account, lesson: this.lesson, kind: KIND, address: this.form.dataset.taught, body });
    } catch {
      this.saved = null;
      this.line.textContent = this.line.dataset.unkept;
      return;
    }
    // The last line counts; one that may be on its way already is among what may stand there.
    await Promise.all(earlier.map((letter) => forgetLetter(letter.order)));
    this.seen = [...this.seen, text].slice(-10);
    this.line.textContent = this.line.dataset.kept;
    await this.send();
  }

  // What the server said to the letters that were sent; nothing is said here to those that another page sent.
  async hear(answered) {
    if (this.line.textContent === this.line.dataset.kept && (await this.kept()).length === 0) {
      this.line.textContent = this.line.dataset.sent;
    }
    for (const { letter, said } of answered) {
      if (letter.kind === KIND && letter.lesson === this.lesson) {
        this.line.textContent = said.said;
        this.saved = ["refused", "conflict"].includes(said.kind) ? null : this.saved;
        // Whoever has read what stands there may write over it.
        this.seen = [...this.seen, said.taught ?? ""].slice(-10);
      }
    }
  }
}
