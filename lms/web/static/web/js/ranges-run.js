/**
 * Asks the server to run a tool with its ranges: everything typed is saved first, one run at a time, the latest counts.
 */

import { flush } from "./answers.js";
import { refresh, token } from "./tokens.js";

const QUIET = 900; // ms after the last change
const ASKED = ["threshold", "seed", "first", "second", "strength"];
const PATIENCE = 20; // s, where the server names no other time

export class RangesRun {
  #alarm = 0;
  #working = false;
  #again = false;

  /** @param {string} address @param {string} context @param {HTMLFormElement|null} form @param {{ran: Function, refused: Function, says: Function}} heard */
  constructor(address, context, form, heard) {
    Object.assign(this, { address, context, form, heard });
  }

  /** Run once nothing has changed for a moment. */
  soon() {
    clearTimeout(this.#alarm);
    this.#alarm = setTimeout(() => this.now(), QUIET);
  }

  /** Run now, or as soon as the present run is back. */
  async now() {
    clearTimeout(this.#alarm);
    this.#again = this.#working;
    if (this.#working) return;
    this.#working = true;
    this.heard.says("running");
    try {
      if (await flush()) await this.#ask();
      else this.heard.says("failed");
    } finally {
      this.#working = false;
    }
    if (this.#again) this.now();
  }

  async #ask(renewed = false) {
    const answer = await this.#post().catch(() => null);
    if (!answer) return this.heard.says("failed");
    const told = await answer.json().catch(() => ({}));
    if (answer.status === 400 && told.error === "csrf" && !renewed && (await refresh().catch(() => false))) return this.#ask(true);
    this.heard.refused(told.refused ?? {});
    if (answer.status === 429) return this.#wait(Number(answer.headers.get("Retry-After")) || PATIENCE);
    if (answer.ok) return this.heard.ran(told);
    this.heard.says(told.says ?? (told.refused ? "" : "failed"));
  }

  #wait(seconds) {
    this.heard.says("wait");
    this.#alarm = setTimeout(() => this.now(), seconds * 1000);
  }

  #post() {
    const fields = this.form?.elements ?? {};
    const asked = ASKED.filter((name) => fields[name]); // in a module there is no form: what was asked last is asked again
    const body = { context: this.context, ...Object.fromEntries(asked.map((name) => [name, fields[name].value])) };
    return fetch(this.address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
      body: JSON.stringify(body),
      redirect: "error",
    });
  }
}
