// How a hand holds the page and acts on it.
const HAND = "azbuka-hand"; // The device remembers it.
const LONG = 500; // Milliseconds.

// Lay the page out for the hand that holds the device.
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

// A long press of a finger or a mouse button, after which the tap that ends it counts for nothing.
export function onLongPress(element, act) {
  let timer = null;
  let pressed = false;
  const stop = () => clearTimeout(timer);
  element.addEventListener("pointerdown", () => {
    pressed = false;
    timer = setTimeout(() => {
      pressed = true;
      act();
    }, LONG);
  });
  for (const end of ["pointerup", "pointerleave", "pointercancel"]) {
    element.addEventListener(end, stop);
  }
  element.addEventListener("contextmenu", (event) => event.preventDefault());
  element.addEventListener(
    "click",
    (event) => {
      if (pressed) {
        pressed = false;
        event.stopImmediatePropagation();
        event.preventDefault();
      }
    },
    { capture: true },
  );
}
