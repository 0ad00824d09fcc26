// Signing out while this device still keeps marks asks first: they stay here, and go out when their author signs in again.
const PATIENCE = 10_000; // Milliseconds.
const form = document.querySelector("form[data-leaves]");

async function countKept(account) {
  const everything = await import("../attendance/everything.js");
  await everything.sendAll(account).catch(() => null); // What can still be sent is.
  return everything.countKept(account);
}

// Only the server ends a session: without it somebody would believe to be signed out, and the next person would not be.
async function isReached() {
  try {
    await fetch("/health", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    return true;
  } catch {
    return false;
  }
}

async function leave(event) {
  event.preventDefault();
  if (!(await isReached())) {
    window.alert(form.dataset.unreached);
    return;
  }
  const kept = await countKept(Number(form.dataset.leaves)).catch(() => 0);
  if (kept === 0 || window.confirm(form.dataset.question.replace("{count}", kept))) {
    form.submit();
  }
}

if (form && window.indexedDB && navigator.locks) {
  form.addEventListener("submit", leave);
}
