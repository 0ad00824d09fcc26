// The server's clock as this device last heard it: the device's own may be wrong by hours.
const CLOCK = "azbuka-clock";

export class ServerClock {
  // `told`: the server's clock when the page was made, in milliseconds. A page that was kept no longer knows; then what
  // was heard last counts.
  constructor(told) {
    this.ahead = Number(localStorage.getItem(CLOCK) ?? told - Date.now());
  }

  now() {
    return Date.now() + this.ahead;
  }

  hear(now) {
    this.ahead = now - Date.now();
    localStorage.setItem(CLOCK, String(this.ahead));
  }
}

// Where a touch falls in its lesson, which says something about who comes or goes at that moment.
export class LessonTime {
  constructor(form, clock) {
    this.clock = clock;
    this.starts = Number(form.dataset.starts);
    this.length = Number(form.dataset.length);
  }

  get passed() {
    return Math.floor((this.clock.now() - this.starts) / 60_000);
  }

  get over() {
    return this.passed >= this.length;
  }

  // Minutes since the lesson began, or until it ends; null outside of it, where they would say nothing.
  guess(kind) {
    const minutes = kind === "late" ? this.passed : this.length - this.passed;
    return minutes > 0 && minutes < this.length ? minutes : null;
  }
}

// A page that was kept before its lesson opens when its time has come.
export function openInTime(form, clock) {
  const gate = form.querySelector("[data-gate]");
  const wait = Number(gate.dataset.gate) - clock.now();
  if (gate.disabled && wait > 0) {
    setTimeout(() => openInTime(form, clock), Math.min(wait + 500, 60_000));
  } else if (gate.disabled) {
    gate.disabled = false;
    document.querySelector("[data-closed]").hidden = true;
  }
}
