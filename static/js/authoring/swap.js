// Sends the form and puts the one that comes back in its place; the caret stays where it was.
export const fieldsOf = (form) => {
  const fields = new FormData(form);
  // A file goes its own way, once.
  fields.delete("file");
  return fields;
};

export function swapper(form, after) {
  const failed = document.querySelector("[data-preview-failed]");

  return async (what, fields = fieldsOf(form)) => {
    const list = what.startsWith("add:") ? what.slice(4) : null;
    const focused = document.activeElement?.id;
    fields.set("do", what);
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      form.replaceChildren(...page.getElementById("item-form").childNodes);
    } catch {
      failed.hidden = false;
      return false;
    }
    failed.hidden = true;
    after();
    const added = list ? [...document.getElementById(list).querySelectorAll(".one-row")].pop() : null;
    (added?.querySelector("input:not([type=radio], [type=checkbox]), textarea") ?? document.getElementById(focused))?.focus();
    return true;
  };
}
