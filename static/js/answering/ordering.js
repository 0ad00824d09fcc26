// Parts are put in order by pressing them: from the heap they go to the end of the line, from the line back to the
// heap. The fields of the form, which say at which place each part stands, follow.
export function orderBy(list) {
  const line = document.createElement("div");
  const heap = document.createElement("div");
  const entries = [...list.querySelectorAll("li")].map((row) => ({
    select: row.querySelector("select"),
    text: row.querySelector("label").textContent,
  }));

  const place = () => {
    const standing = [...line.children];
    entries.forEach(({ select, button }) => {
      const at = standing.indexOf(button);
      select.value = at < 0 ? "" : String(at + 1);
    });
  };

  const move = (button) => {
    (button.parentElement === heap ? line : heap).append(button);
    place();
    list.dispatchEvent(new Event("change", { bubbles: true }));
    button.focus();
  };

  line.className = "line-of-parts";
  line.setAttribute("role", "group");
  line.setAttribute("aria-labelledby", list.closest("[aria-labelledby]").getAttribute("aria-labelledby"));
  line.setAttribute("aria-live", "polite");
  heap.className = "heap-of-parts";
  for (const entry of entries) {
    entry.button = document.createElement("button");
    entry.button.type = "button";
    entry.button.className = "part";
    entry.button.textContent = entry.text;
    entry.button.addEventListener("click", () => move(entry.button));
    heap.append(entry.button);
  }
  const takeUp = () => {
    entries
      .filter(({ select }) => select.value)
      .sort((one, other) => Number(one.select.value) - Number(other.select.value))
      .forEach(({ button }) => line.append(button));
  };
  takeUp();
  // A page that finds answers on the device fills the fields later.
  list.closest("[data-position]")?.addEventListener("azbuka-filled", takeUp);
  for (const box of [line, heap]) {
    box.lang = "bg";
    box.dir = "ltr";
  }
  list.hidden = true;
  // A hidden field that is required would keep the form from being sent without saying why.
  entries.forEach(({ select }) => {
    select.required = false;
  });
  list.before(line, heap);
}
