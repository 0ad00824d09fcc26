// The keyboard grid of a sheet: arrow keys move, one letter is a mark, what is no mark is shown at once.
// Without it the sheet is a plain form, and the server says what is wrong.
const form = document.querySelector("form[data-typed]");
const keys = JSON.parse(form.dataset.keys);
const timed = new Set(form.dataset.timed.split(" "));
const rows = [...form.querySelectorAll("tbody tr")].map((row) =>
  [...row.querySelectorAll(".typed-cell")].map((cell) => cell.querySelector("[data-cell]")),
);
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] };

function place(field) {
  const row = rows.findIndex((fields) => fields.includes(field));
  return [row, rows[row].indexOf(field)];
}

function move(field, [down, across]) {
  let [row, column] = place(field);
  do {
    row += down;
    column += across;
  } while (rows[row] && column in rows[row] && !rows[row][column]);
  rows[row]?.[column]?.focus();
}

const kindOf = (text) => keys[text.trim().charAt(0).toLowerCase()];

function readable(text) {
  const [, letter, minutes] = /^(\D)\s*(\d{0,4})$/.exec(text.trim()) ?? [];
  const kind = letter && keys[letter.toLowerCase()];
  return !text.trim() || Boolean(kind && (timed.has(kind) ? Number(minutes) > 0 : !minutes));
}

function check(field) {
  field.toggleAttribute("data-wrong", !readable(field.value));
  if (readable(field.value)) {
    field.removeAttribute("aria-invalid");
  } else {
    field.setAttribute("aria-invalid", "true");
  }
}

form.addEventListener("focusin", ({ target }) => "cell" in target.dataset && target.select());
form.addEventListener("focusout", ({ target }) => "cell" in target.dataset && check(target));

form.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (!("cell" in target.dataset) || event.altKey || event.ctrlKey || event.metaKey) {
    return;
  }
  if (key in MOVES) {
    event.preventDefault();
    const [down, across] = MOVES[key];
    move(target, [down, document.dir === "rtl" ? -across : across]);
  } else if (key === "Backspace") {
    event.preventDefault();
    target.value = "";
    check(target);
  } else if (key.length === 1 && !/[\d\s]/.test(key)) {
    // A letter is a whole mark: it takes the place of what stood there.
    target.value = "";
  }
});

form.addEventListener("input", ({ target }) => {
  if ("cell" in target.dataset && target.value.length === 1 && kindOf(target.value) && !timed.has(kindOf(target.value))) {
    check(target);
    move(target, [1, 0]);
  }
});

document.querySelector("[data-hint]").hidden = false;
