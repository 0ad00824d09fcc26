// An item on the page of a quiz: its fields, and whether it is answered.
import { Recorder } from "./recorder.js";

export class Item {
  constructor(element) {
    this.element = element;
    this.position = Number(element.dataset.position);
    this.number = element.dataset.number;
    this.prefix = `q${this.position}-`;
    this.trouble = element.querySelector("[data-trouble]");
    this.feedback = element.querySelector("[data-feedback]");
    this.recorder = null;
    this.final = !this.spoken && Boolean(this.feedback?.textContent.trim());
  }

  get spoken() {
    return Boolean(this.element.querySelector("[data-recorder]"));
  }

  record(onRecorded) {
    const box = this.element.querySelector("[data-recorder]");
    this.recorder = new Recorder(box, onRecorded, (said) => this.hear({ said }));
    this.element.querySelector("[data-check]")?.remove();
  }

  // What is filled in, by the names the server knows.
  get fields() {
    const filled = {};
    for (const [name, value] of new FormData(this.element.closest("form"))) {
      if (name.startsWith(this.prefix) && typeof value === "string") {
        (filled[name.slice(this.prefix.length)] ??= []).push(value);
      }
    }
    return filled;
  }

  get answered() {
    const filled = Object.values(this.fields).flat();
    return filled.some((value) => value.trim() !== "") || Boolean(this.element.querySelector("[data-recorded]:not([hidden])"));
  }

  // Parts that are put in order are no answer before all of them stand in the line.
  get whole() {
    const places = Object.entries(this.fields).filter(([name]) => name.startsWith("place-"));
    return places.every(([, [place]]) => place !== "");
  }

  // In a practice: what is right has not been asked yet.
  get toCheck() {
    return Boolean(this.element.querySelector("[data-check]:not([hidden])"));
  }

  put(fields) {
    for (const [name, values] of Object.entries(fields)) {
      for (const field of this.element.querySelectorAll(`[name="${CSS.escape(this.prefix + name)}"]`)) {
        if (field.type === "radio" || field.type === "checkbox") {
          field.checked = values.includes(field.value);
        } else {
          field.value = values[0];
        }
      }
    }
    this.element.dispatchEvent(new CustomEvent("azbuka-filled"));
  }

  hear({ said, feedback, kind, why }) {
    const words = said ?? this.recorder.words[why];
    this.trouble.textContent = words;
    this.trouble.hidden = !words;
    if (kind === "refused") {
      this.recorder?.drop();
    }
    if (feedback && this.feedback) {
      this.feedback.innerHTML = feedback;
      this.feedback.scrollIntoView({ block: "nearest" });
      if (!this.spoken) {
        this.lock();
      }
    }
  }

  // What is right was shown: the answer stays as it is.
  lock() {
    this.final = true;
    this.element.querySelector(".answer").inert = true;
    const check = this.element.querySelector("[data-check]");
    if (check) {
      check.hidden = true;
    }
  }
}
