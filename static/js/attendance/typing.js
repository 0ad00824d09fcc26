// What is typed counts when the field is left. Whoever stops typing, or goes away with the field still open, has said it
// too: nothing that stands on the page is lost with it.
const PAUSE = 1500; // Milliseconds.

// Calls `settle` with a field of the element in which somebody has typed and not left it yet.
export function onTyped(element, settle) {
  let timer = 0;
  let field = null;
  const forget = () => {
    clearTimeout(timer);
    field = null;
  };
  const settleNow = () => {
    const typed = field;
    forget();
    if (typed) {
      settle(typed);
    }
  };
  element.addEventListener("input", (event) => {
    if (event.target.type !== "radio") {
      clearTimeout(timer);
      field = event.target;
      timer = setTimeout(settleNow, PAUSE);
    }
  });
  element.addEventListener("change", forget);
  window.addEventListener("pagehide", settleNow);
  document.addEventListener("visibilitychange", () => document.hidden && settleNow());
}
