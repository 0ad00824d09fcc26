// Asks the server, and says in one word why it was not reached.
const PATIENCE = 20_000; // Milliseconds after which a server that says nothing counts as not reached.

export class NotSent extends Error {
  // `why`: "unreached", "signed_out", "other_account", "gone" (nobody here calls this roll any more), "too_large" or "failed".
  constructor(why) {
    super(why);
    this.why = why;
  }
}

export function headersOf(account) {
  return { Accept: "application/json", "X-Azbuka-Account": String(account) };
}

export async function ask(address, options, patience = PATIENCE) {
  let answer;
  try {
    answer = await fetch(address, { ...options, signal: AbortSignal.timeout(patience), redirect: "error" });
  } catch {
    throw new NotSent("unreached");
  }
  if (answer.ok || answer.status === 304) {
    return answer;
  }
  throw new NotSent({ 401: "signed_out", 404: "gone", 409: "other_account", 413: "too_large" }[answer.status] ?? "failed");
}

// What an answer says. The line may break within it: then the server was not reached, and the same is asked once more.
export async function read(answer) {
  try {
    return await answer.json();
  } catch {
    throw new NotSent("unreached");
  }
}
