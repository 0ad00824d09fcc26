// Brings a long list on: asks for one part after the other and shows how far it is. Each part is kept before the
// next is asked for, so whatever happens to this page, the list goes on from there.
const form = document.querySelector("form[data-steps]");
const PAUSE = 100; // A breath between parts, in which others write.
const RETRY = 3000;
const MOST_FAILURES = 5;

const bar = form.querySelector("progress");
const words = form.querySelector("[data-words]");
const status = form.querySelector("[data-status]");
const button = form.querySelector("[data-go-on]");
let said = "";

function show(progress) {
  bar.max = progress.of || 1;
  bar.value = progress.done;
  words.textContent = progress.words;
  // Read out at every tenth, not at every part.
  const tenth = `${progress.phase} ${Math.floor((10 * progress.done) / (progress.of || 1))}`;
  if (tenth !== said) {
    said = tenth;
    status.textContent = progress.words;
  }
}

function tell(sentence) {
  words.textContent = sentence;
  status.textContent = sentence;
}

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function goOn() {
  button.hidden = true;
  let failures = 0;
  for (;;) {
    let answer = null;
    try {
      answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
    } catch {
      tell(form.dataset.waiting);
      await wait(RETRY);
      continue;
    }
    if (answer.redirected || answer.status === 404 || answer.status === 400) {
      // Signed out, or the list is not what it was: the page itself knows what to say.
      location.reload();
      return;
    }
    if (answer.ok) {
      failures = 0;
      const progress = await answer.json();
      if (progress.phase === "over" || (progress.phase === "writing") !== (form.dataset.phase === "writing")) {
        location.reload();
        return;
      }
      show(progress);
      await wait(PAUSE);
    } else if ((failures += 1) === MOST_FAILURES) {
      tell(form.dataset.stopped);
      button.hidden = false;
      return;
    } else {
      await wait(RETRY);
    }
  }
}

goOn();
