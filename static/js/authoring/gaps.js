// A button that puts a gap where the caret is: three underscores are hard to find on a telephone.
const GAP = "___";

export function offerGaps(form) {
  for (const field of form.querySelectorAll("[data-gap]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet gap-button";
    button.textContent = field.dataset.gap;
    // The field keeps the caret.
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      const { selectionStart: start, selectionEnd: end } = field;
      field.setRangeText(GAP, start, end, "end");
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    field.after(button);
  }
}
