#!/usr/bin/env node
// A signup handler that asks Portcullis. Node 18 or later, without packages.
//
// Usage: signup.mjs SESSION [SESSION]     (sid_… is Tripwire's, anything else goes to Verisoul)
// Environment: DECISIONS_URL (http://127.0.0.1:8080), DECISIONS_KEY (the bearer key, if the service has one)

const url = `${process.env.DECISIONS_URL ?? "http://127.0.0.1:8080"}/v1/decisions`;
const key = process.env.DECISIONS_KEY;
// The service answers by its own deadline (decision.deadline_ms). Waiting a little longer than that loses no answer.
const timeoutMs = 1500 + 500;

/**
 * Asks for a decision on a signup. Never throws, and never allows without an answer that says so.
 * @returns {Promise<{outcome: "allow" | "review" | "block", id: string}>} the id is of the record on the decision log
 */
async function decide(sessions, subject) {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(key && { Authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ event: "signup", sessions, subject }),
      redirect: "error",
      // For the whole call, the answer's body included.
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.ok) {
      const answer = await response.json();
      if (["allow", "review", "block"].includes(answer?.decision)) return { outcome: answer.decision, id: answer.id };
      throw new Error("an unknown decision");
    }
    // An error in the request, the key or the service. A visitor can cause one, with a session ID made up.
    console.error(`signup: no decision: ${await problem(response)}`);
  } catch (error) {
    console.error(`signup: no decision: ${error.name}: ${error.cause?.message || error.cause?.code || error.message}`);
  }
  return { outcome: "review", id: "no record" };
}

/** What an application/problem+json (RFC 9457) tells: its code is stable, its pointer names the field. */
async function problem(response) {
  const body = await response.json().catch(() => undefined);
  if (!body?.code) return `${response.status} ${response.statusText}`;
  return `${response.status} ${body.code} at '${body.pointer ?? ""}': ${body.detail}`;
}

/** What the backend does with a decision. Keep its ID with the account: it leads to the reasons on the log. */
async function signUp(email, sessions) {
  const { outcome, id } = await decide(sessions, { email });
  switch (outcome) {
    case "allow":
      return `account opened (${id})`;
    case "block":
      // Whoever is refused learns nothing about why.
      return `refused: 'We can't open an account for you.' (${id})`;
    default:
      return `account opened, but held until somebody or a second factor confirms it (${id})`;
  }
}

const ids = process.argv.slice(2);
if (ids.length < 1 || ids.length > 2) {
  console.error("Usage: signup.mjs SESSION [SESSION]");
  process.exitCode = 2;
} else {
  const sessions = Object.fromEntries(ids.map((id) => [id.startsWith("sid_") ? "tripwire" : "verisoul", id]));
  console.log(await signUp("j@example.com", sessions));
}
