// Cyrillic keys on the screen, for phones and computers without a Bulgarian keyboard. They stand in the order of the
// alphabet, which is the order learners know.
const ROWS = ["абвгдежзий", "клмнопрсту", "фхцчшщъьюя"];
const SHIFT = "⇧";
const BACK = "⌫";
const SPACE = "␣";

function key(text, label, press) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.lang = "bg";
  if (label) {
    button.setAttribute("aria-label", label);
  }
  // The field keeps the caret while keys are pressed.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", press);
  return button;
}

export function offerKeys(opener) {
  const fields = [...opener.closest(".answer").querySelectorAll("input.gap-field, textarea")];
  const pad = document.createElement("div");
  let field = fields[0];
  let large = false;

  const write = (text) => {
    const { selectionStart: start, selectionEnd: end } = field;
    field.setRangeText(text, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };
  const letters = [];
  const shift = (on) => {
    large = on;
    letters.forEach(({ button, letter }) => {
      button.textContent = large ? letter.toUpperCase() : letter;
    });
  };
  const erase = () => {
    const { selectionStart: start, selectionEnd: end } = field;
    field.setRangeText("", start === end ? Math.max(0, start - 1) : start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };

  for (const row of ROWS) {
    const line = document.createElement("div");
    for (const letter of row) {
      const button = key(letter, "", () => {
        write(button.textContent);
        shift(false);
      });
      letters.push({ button, letter });
      line.append(button);
    }
    pad.append(line);
  }
  const last = document.createElement("div");
  last.append(
    key(SHIFT, opener.dataset.capital, () => shift(!large)),
    key("ѝ", "", () => write("ѝ")),
    key("-", "", () => write("-")),
    key(SPACE, opener.dataset.space, () => write(" ")),
    key(BACK, opener.dataset.erase, erase),
  );
  pad.append(last);
  pad.className = "keys";
  pad.dir = "ltr";
  pad.hidden = true;
  opener.hidden = false;
  opener.after(pad);

  fields.forEach((one) => {
    one.addEventListener("focus", () => {
      field = one;
    });
  });
  opener.addEventListener("click", () => {
    pad.hidden = !pad.hidden;
    opener.setAttribute("aria-expanded", String(!pad.hidden));
    // The phone's own keyboard would cover these keys.
    fields.forEach((one) => {
      one.inputMode = pad.hidden ? "" : "none";
    });
    field.focus();
  });
}
