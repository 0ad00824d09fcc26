// For which hand the page is laid out; the device remembers it.
const HAND = "azbuka-hand";

export function chooseHand(form) {
  const button = form.querySelector("[data-left-handed]");
  const show = () => {
    const left = localStorage.getItem(HAND) === "left";
    form.classList.toggle("is-left-handed", left);
    button.setAttribute("aria-pressed", String(left));
  };
  button.addEventListener("click", () => {
    localStorage.setItem(HAND, form.classList.contains("is-left-handed") ? "right" : "left");
    show();
  });
  show();
}
