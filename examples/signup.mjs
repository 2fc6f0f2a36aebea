#!/usr/bin/env node
// A signup handler that asks Portcullis. Node 18 or later, without packages.
//
// Usage: signup.mjs SESSION [SESSION]     (sid_… is Tripwire's, anything else goes to Verisoul)
// Environment: DECISIONS_URL (http://127.0.0.1:8080), and what the service knows its callers by, if anything:
// DECISIONS_KEY (a bearer key) or DECISIONS_SECRET (whsec_…, to sign with)

import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

const url = `${process.env.DECISIONS_URL ?? "http://127.0.0.1:8080"}/v1/decisions`;
const key = process.env.DECISIONS_KEY;
const secret = process.env.DECISIONS_SECRET;
// For all attempts together. The service answers by its own deadline (decision.deadline_ms): a little longer loses none.
const timeoutMs = 1500 + 500;
const attempts = 3;
// After a connection that failed. An error that is worth another attempt says how long to wait in Retry-After.
const pauseMs = 100;

/**
 * Asks for a decision on a signup. Never throws, and never allows without an answer that says so.
 * @returns {Promise<{outcome: "allow" | "review" | "block", id: string}>} the id is of the record on the decision log
 */
async function decide(sessions, subject) {
  const body = JSON.stringify({ event: "signup", sessions, subject });
  // One for all attempts: however many of them arrive, they are one decision, with one record.
  const requestId = randomUUID();
  const ends = performance.now() + timeoutMs;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const { decision, error, retryMs } = await ask(body, requestId, ends - performance.now());
    if (decision) return decision;
    console.error(`signup: no decision: ${error}`);
    if (retryMs === undefined || performance.now() + retryMs >= ends) break;
    await sleep(retryMs);
  }
  return { outcome: "review", id: "no record" };
}

/** One attempt: a decision, or what came instead and after how long another attempt may get one (if any may). */
async function ask(body, requestId, restMs) {
  let response, text;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Idempotency-Key": requestId,
        ...credentials(body, requestId),
      },
      body,
      redirect: "manual",
      // For the whole attempt, the answer's body included.
      signal: AbortSignal.timeout(Math.max(1, Math.floor(restMs))),
    });
    text = await response.text();
  } catch (error) {
    // Away, late, or gone in the middle.
    return { error: `${error.name}: ${error.cause?.message || error.cause?.code || error.message}`, retryMs: pauseMs };
  }
  const answer = parse(text);
  if (!response.ok) {
    // An error in the request, the key or the service. A visitor can cause one, with a session ID made up.
    const pause = response.headers.get("Retry-After") ?? "";
    return { error: problem(response, answer), retryMs: /^\d+$/.test(pause) ? Number(pause) * 1000 : undefined };
  }
  if (!["allow", "review", "block"].includes(answer?.decision)) return { error: "an unknown answer" };
  return { decision: { outcome: answer.decision, id: answer.id } };
}

/** The headers that say who asks: a signature as Standard Webhooks 1.0 has it, or a bearer key. */
function credentials(body, requestId) {
  if (!secret) return key ? { Authorization: `Bearer ${key}` } : {};
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac("sha256", Buffer.from(secret.replace(/^whsec_/, ""), "base64"))
    .update(`${requestId}.${timestamp}.${body}`)
    .digest("base64");
  return {
    "webhook-id": requestId,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": `v1,${signature}`,
  };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What an application/problem+json (RFC 9457) tells: its code is stable, its pointer names the field. */
function problem(response, body) {
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
