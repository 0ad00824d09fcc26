// One item after the other: the page holds them all, so that the next one is there without a network.
export class Steps {
  constructor(form, items, onShow, onCheck) {
    Object.assign(this, { form, items, onShow });
    this.last = form.querySelector("[data-last]");
    this.back = form.querySelector("[data-back]");
    this.next = form.querySelector("[data-next]");
    this.check = form.querySelector("[data-check-now]");
    this.pages = [...items.map((item) => item.element), this.last];
    this.back.addEventListener("click", () => this.show(this.at - 1));
    this.next.addEventListener("click", () => this.show(this.at + 1));
    this.check?.addEventListener("click", () => onCheck(this.items[this.at]));
    form.classList.add("one-by-one");
    // Whoever comes back goes on at the first item without an answer.
    const open = items.findIndex((item) => !item.answered);
    this.show(open < 0 ? items.length : open, false);
  }

  show(at, move = true) {
    this.at = Math.max(0, Math.min(at, this.pages.length - 1));
    this.pages.forEach((page, place) => {
      page.hidden = place !== this.at;
    });
    this.back.hidden = this.at === 0;
    this.next.hidden = this.at === this.pages.length - 1;
    this.showCheck();
    if (move) {
      window.scrollTo(0, 0);
      this.pages[this.at].querySelector("h2").focus({ preventScroll: true });
    }
    this.onShow();
  }

  // In a practice the thumb finds at the lower edge what comes next: to hear what is right, or the next item.
  showCheck() {
    if (this.check) {
      this.check.hidden = !this.items[this.at]?.toCheck;
      this.next.classList.toggle("btn-primary", this.check.hidden);
      this.next.classList.toggle("btn-secondary", !this.check.hidden);
    }
  }
}
