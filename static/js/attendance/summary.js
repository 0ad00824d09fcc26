// What the page says of the whole roll: where the marks are, in words; how many of each; what can be done now.
const RARE = ["left_early", "excused", "unsettled", "uncalled"]; // Not worth a line while there is none.

export function showSummary(form, { rows, words, trouble, undoable }) {
  countMarks(form, rows);
  const undo = form.querySelector("[data-undo]");
  undo.hidden = undoable === null;
  if (undoable) {
    undo.textContent = words.undo.replace("{name}", undoable.row.name);
  }
  form.querySelector("[data-done]").hidden = !rows.some((row) => row.state === "uncalled");
  const line = form.querySelector("[data-live]");
  const [standing, text] = inWords(rows, words, trouble);
  line.dataset.standing = standing;
  if (line.textContent !== text) {
    line.textContent = text;
  }
  form.querySelector("[data-sign-in]").hidden = !["signed_out", "other_account"].includes(trouble);
}

function inWords(rows, words, trouble) {
  const waiting = rows.filter((row) => row.pending.length > 0).length;
  if (trouble === "unkept") {
    return ["refused", words.unkept];
  }
  if (waiting) {
    const counted = waiting === 1 ? words.kept_one : words.kept_many.replace("{count}", waiting);
    return trouble ? ["kept", `${counted} ${words.troubles[trouble]}`] : ["sent", words.sending];
  }
  if (trouble) {
    return ["kept", words.troubles[trouble]];
  }
  if (rows.some((row) => row.unsaved)) {
    return ["refused", words.unsaved];
  }
  const begun = rows.some((row) => row.state !== "uncalled");
  return begun ? ["confirmed", words.saved] : ["none", words.begin];
}

function countMarks(form, rows) {
  const found = {};
  for (const row of rows) {
    found[row.state] = (found[row.state] ?? 0) + 1;
  }
  for (const item of form.querySelectorAll("[data-tally]")) {
    const number = found[item.dataset.tally] ?? 0;
    item.querySelector("[data-number]").textContent = number;
    item.hidden = number === 0 && RARE.includes(item.dataset.tally);
  }
}
