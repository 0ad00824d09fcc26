// On a learner's first page: what this device still keeps of their quizzes is sent, also where no browser does it by
// itself once the page of the quiz is closed.
import { NotSent } from "../offline/asking.js";
import { sendAll } from "./sending.js";

const list = document.querySelector("[data-answers-of]");

async function sendKept() {
  try {
    if (await sendAll(Number(list.dataset.answersOf))) {
      window.location.reload(); // Where each quiz stands has changed.
    }
  } catch (error) {
    if (!(error instanceof NotSent)) {
      throw error;
    }
  }
}

if (list && window.isSecureContext && window.indexedDB && navigator.locks) {
  window.addEventListener("online", sendKept);
  sendKept();
}
