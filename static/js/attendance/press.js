// A long press of a finger or a mouse button, after which the tap that ends it counts for nothing.
const LONG = 500; // Milliseconds.

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
