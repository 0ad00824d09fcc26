// One person of the roll: what the server says of the mark, what this device keeps beside it, and how both are shown.
const CYCLE = { absent: "late", late: "present", present: "absent" };
const TIMED = ["late", "left_early"];

export class Row {
  constructor(element, words, length) {
    this.element = element;
    this.words = words;
    this.length = length;
    this.enrolment = Number(this.part("enrolment").value);
    const chosen = element.querySelector("input[type=radio]:checked")?.value ?? null;
    this.server = {
      version: Number(this.part("based_on").value),
      kind: chosen,
      minutes: Number(this.minutes.value) || null,
      reason: this.written(chosen),
      in_conflict: element.dataset.idle === "unsettled",
    };
    this.told = this.server.version;
    this.pending = [];
    this.trouble = ""; // Why the server did not take what was sent.
    this.wrong = ""; // Why what stands in the fields cannot be sent.
    this.build();
  }

  part(name) {
    return this.element.querySelector(`[data-part="${name}"]`);
  }

  get minutes() {
    return this.element.querySelector("[data-minutes]");
  }

  // Why somebody is excused, and what is noted with any other mark: two fields, one thing that is said.
  get reason() {
    return this.element.querySelector("[data-reason]");
  }

  get remark() {
    return this.element.querySelector("[data-remark]");
  }

  written(kind) {
    return (kind === "excused" ? this.reason : this.remark).value.trim() || null;
  }

  get menu() {
    return this.element.querySelector("details");
  }

  get name() {
    return this.element.querySelector(".row-called").textContent;
  }

  // The value that counts on this device: what was touched last, or what the server said.
  get value() {
    const { kind, minutes, reason } = this.pending.at(-1) ?? this.server;
    return { kind, minutes, reason };
  }

  get state() {
    return this.value.kind ?? (this.server.in_conflict ? "unsettled" : "uncalled");
  }

  // The whole row becomes one touch; the choices move under the menu beside it.
  build() {
    const legend = this.element.querySelector("legend");
    this.tap = document.createElement("button");
    this.tap.type = "button";
    this.tap.className = "row-tap";
    const names = document.createElement("span");
    names.className = "row-tap-names";
    const second = document.createElement("span");
    second.className = "muted row-names";
    second.append(legend.querySelector("bdi").cloneNode(true));
    const spoken = legend.querySelector(".row-spoken");
    if (spoken) {
      second.append(" · ", spoken.cloneNode(true));
    }
    this.noted = document.createElement("span");
    this.noted.className = "row-noted";
    this.noted.dir = "auto";
    names.append(legend.querySelector(".row-called").cloneNode(true), second, this.noted);
    this.mark = document.createElement("span");
    this.mark.className = "row-mark";
    this.where = document.createElement("span");
    this.where.className = "row-where";
    this.tap.append(names, this.mark, this.where);
    legend.classList.add("visually-hidden");
    legend.after(this.tap);
    this.menu.prepend(this.menu.querySelector("summary"), this.element.querySelector(".segments"));
    this.show();
  }

  // What a tap makes of the mark. Whoever is not called yet counts as about to be present: the first makes “absent”.
  get nextKind() {
    return CYCLE[this.value.kind] ?? (this.value.kind === null ? "absent" : "present");
  }

  // The value of the next tap; before the lesson, and where minutes were asked for in vain, nobody is late.
  next(guess) {
    const kind = this.nextKind;
    const reason = this.value.kind === "excused" ? null : this.value.reason;
    if (kind === "late" && guess === null) {
      return { kind: "present", minutes: null, reason };
    }
    return { kind, minutes: kind === "late" ? guess : null, reason };
  }

  choose(kind) {
    this.element.querySelector(`input[type=radio][value="${kind}"]`).checked = true;
  }

  // What is chosen in the menu; null while minutes are missing or cannot be.
  read() {
    const kind = this.element.querySelector("input[type=radio]:checked")?.value ?? null;
    const minutes = TIMED.includes(kind) ? Number(this.minutes.value) : null;
    const wrong = minutes !== null && !(Number.isInteger(minutes) && minutes > 0 && minutes < this.length);
    this.wrong = wrong ? this.words[minutes ? "minutes_wrong" : "minutes"] : "";
    return kind === null || wrong ? null : { kind, minutes, reason: this.written(kind) };
  }

  // Why something of this row is not saved.
  get unsaved() {
    return this.wrong || this.trouble;
  }

  says(value) {
    return Object.entries(this.value).every(([part, said]) => (value[part] ?? null) === (said ?? null));
  }

  // The minutes of the mark, where one sees them.
  openMinutes() {
    this.menu.open = true;
    this.minutes.scrollIntoView({ block: "center" });
  }

  said() {
    const { minutes } = this.value;
    return this.words.kinds[this.state] + (minutes ? ` ${minutes}` : "");
  }

  standing(sending) {
    if (this.unsaved) {
      return "refused";
    }
    if (this.pending.length) {
      return sending ? "sent" : "kept";
    }
    return this.server.in_conflict ? "conflict" : this.server.version ? "confirmed" : "none";
  }

  show(sending = false) {
    const standing = this.standing(sending);
    this.element.dataset.state = this.state;
    this.element.dataset.standing = standing;
    this.mark.textContent = this.said();
    this.noted.textContent = this.value.reason ?? "";
    this.where.textContent = this.unsaved || this.words.standings[standing];
    this.where.classList.toggle("visually-hidden", !this.unsaved);
    if (!this.wrong) {
      this.fill();
    }
  }

  // The fields say what the mark says. What was chosen and still lacks its minutes stays as it was left.
  fill() {
    for (const radio of this.element.querySelectorAll("input[type=radio]")) {
      radio.checked = radio.value === this.value.kind;
    }
    for (const field of this.element.querySelectorAll("[data-for]")) {
      field.hidden = !field.dataset.for.split(" ").includes(this.value.kind);
    }
    if (document.activeElement !== this.minutes) {
      this.minutes.value = this.value.minutes ?? "";
    }
    const excused = this.value.kind === "excused";
    for (const [field, used] of [[this.reason, excused], [this.remark, !excused]]) {
      if (document.activeElement !== field) {
        field.value = (used && this.value.reason) || "";
      }
    }
  }

  // What the server says now. While something is kept here, its author has not seen what others say meanwhile.
  take(said) {
    this.server = said;
    this.element.querySelector(".row-conflict")?.remove();
    if (said.conflict) {
      this.tap.insertAdjacentHTML("afterend", said.conflict);
    }
  }

  get history() {
    return this.element.querySelector(".row-history");
  }

  // The history that is shown ends before what the server has said since.
  get outdated() {
    return this.server.version !== this.told;
  }

  tell(history) {
    this.history?.remove();
    this.menu.insertAdjacentHTML("beforeend", history);
    this.told = this.server.version;
  }
}
