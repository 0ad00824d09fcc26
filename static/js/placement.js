// The next question of a placement comes as the answer to the last one: half as many ways over a slow line, and an
// answer that cannot be sent stays where it is. Without JavaScript every question is a page.
import { ease } from "./answering/ease.js";

const PATIENCE = 20_000; // Milliseconds after which a server that says nothing counts as not reached.
const questionIn = (page) => page.querySelector("form[data-question]");
let waiting = false;

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-question]")) {
    event.preventDefault();
    send(event.target, event.submitter);
  }
});

async function send(form, submitter) {
  if (waiting) {
    return;
  }
  const fields = new URLSearchParams(new FormData(form, submitter));
  wait(form, true);
  const page = await ask(form.action, fields).catch(() => null);
  if (page) {
    goOn(form, page);
  } else {
    wait(form, false);
    form.querySelector("[data-said]").textContent = form.dataset.failed;
    submitter.focus();
  }
}

// The page that the server answers with; none when it fails.
async function ask(address, fields) {
  const answer = await fetch(address, { method: "POST", body: fields, signal: AbortSignal.timeout(PATIENCE) });
  return answer.status < 500 ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

function wait(form, now) {
  waiting = now;
  form.querySelectorAll("[type=submit]").forEach((button) => button.toggleAttribute("disabled", now));
  form.querySelector("[data-said]").textContent = "";
  const way = document.querySelector(".way progress");
  if (now) {
    way.removeAttribute("value"); // It moves, and says that something is under way.
  } else {
    way.value = way.dataset.value;
  }
}

// What is not another question (the end, the next part, signing in) has a page of its own.
function goOn(form, page) {
  if (!questionIn(page)) {
    window.location.assign(form.dataset.next);
    return;
  }
  document.querySelectorAll("audio").forEach((audio) => audio.pause());
  const main = page.querySelector("main");
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  ease(main);
  waiting = false;
  window.scrollTo(0, 0);
  const task = main.querySelector("h1");
  task.tabIndex = -1;
  task.focus({ preventScroll: true });
}
