// One touch opens the program with the message and notes that it was: <a data-way="whatsapp"> in <form data-touches>.
// The note goes its own way, so that it arrives while the program comes to the front. The answer is the page as it
// is now; what was sent, and which message was the newest, are taken over from it.
const form = document.querySelector("form[data-touches]");
const said = document.querySelector("[data-way-said]");

async function note(way) {
  const fields = new FormData(form);
  fields.set("channel", way);
  const answer = await fetch(form.action, { method: "POST", body: fields, keepalive: true });
  if (!answer.ok) {
    throw new Error(answer.status);
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.getElementById("sent").replaceWith(page.getElementById("sent"));
  const seen = page.querySelector("input[name=seen]");
  for (const field of seen ? document.querySelectorAll("input[name=seen]") : []) {
    field.value = seen.value;
  }
}

// For a program that opens without the text. Nothing waits for the copying: it is this touch that opens the program.
async function copyFor(link) {
  try {
    await navigator.clipboard.writeText(document.getElementById("text").value);
    said.textContent = link.dataset.paste;
  } catch {
    said.textContent = link.dataset.unpasted; // Not over https, or forbidden.
  }
}

async function onTouch(event) {
  const link = event.currentTarget;
  said.textContent = "";
  if (link.dataset.paste) {
    copyFor(link);
  }
  try {
    await note(link.dataset.way);
  } catch {
    said.textContent = form.dataset.failed;
    form.querySelector("details").open = true;
  }
}

if (form) {
  form.querySelector("details").open = form.querySelector("[data-way]") === null;
  for (const link of form.querySelectorAll("[data-way]")) {
    link.addEventListener("click", onTouch);
  }
}
