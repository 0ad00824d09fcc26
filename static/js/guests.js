// Guests without leaving the page: what is marked on the roll but not saved yet stays as it is.
// While a name is typed, whoever waits is looked for; what the server answers as a page is taken over in part.
const PAUSE = 250;

async function ask(form, fields) {
  const answer = await fetch(form.action, { method: "POST", body: fields });
  return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
}

// The answer that took effect is the page of the roll; one that did not is the form with what is wrong.
async function send(section, form, submitter) {
  const said = section.querySelector("[data-guest-said]");
  try {
    const { answer, page } = await ask(form, new FormData(form, submitter));
    const fresh = page.getElementById("guests");
    if (answer.ok && fresh) {
      section.replaceWith(fresh);
      begin(fresh);
      fresh.querySelector("[data-guest-said]").textContent = page.querySelector(".messages .flash")?.textContent ?? "";
      return;
    }
    form.replaceWith(page.getElementById("guest-form"));
    listen(section);
    section.querySelector(".error-summary")?.focus();
  } catch {
    said.textContent = said.dataset.failed;
  }
}

let pause;
let asked = 0;

function look(form) {
  clearTimeout(pause);
  pause = setTimeout(async () => {
    const mine = (asked += 1);
    const fields = new FormData(form);
    fields.set("look", "yes");
    try {
      const { answer, page } = await ask(form, fields);
      // An answer that was overtaken by a later one says nothing any more.
      if (answer.ok && mine === asked) {
        document.getElementById("guest-found").replaceWith(page.getElementById("guest-found"));
      }
    } catch {
      // Without a connection the name alone can be added.
    }
  }, PAUSE);
}

function listen(section) {
  const form = section.querySelector("[data-guest-form]");
  if (!form) {
    return;
  }
  form.querySelector("[data-guest-look]").hidden = true;
  form.elements.name.addEventListener("input", () => look(form));
}

function begin(section) {
  section.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.name === "look") {
      look(event.target);
    } else {
      send(section, event.target, event.submitter);
    }
  });
  section.querySelector("[data-guest-door]")?.addEventListener("toggle", (event) => {
    if (event.target.open) {
      section.querySelector("[data-guest-form]").elements.name.focus();
    }
  });
  listen(section);
}

for (const section of document.querySelectorAll("[data-guests]")) {
  begin(section);
}
