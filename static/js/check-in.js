// The screen of the check-in by itself: other digits when their time is over, and who is in every few seconds.
// What the server answers as a page is taken over in part, so that the page without this module shows the same.
const OFTEN = 5;
const said = document.querySelector("[data-check-in-said]");

async function renew() {
  const now = document.getElementById("check-in-now");
  let left = OFTEN;
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("check-in-now");
    if (!answer.ok || answer.redirected || !fresh) {
      // Closed, over, or signed out meanwhile: the page itself says which.
      location.reload();
      return;
    }
    now.replaceWith(fresh);
    said.textContent = "";
    left = Number(fresh.dataset.left);
  } catch {
    said.textContent = said.dataset.failed;
  }
  setTimeout(renew, Math.min(OFTEN, left) * 1000);
}

setTimeout(renew, Math.min(OFTEN, Number(document.getElementById("check-in-now").dataset.left)) * 1000);
