/**
 * The platform a package runs in, found as SCORM says: in the windows around this one, then in those around its opener.
 * Both standards in one set of words. Nothing here throws: what a platform does wrong is told by `trouble`.
 */

const DEEPEST = 500;
const CODE_OF_NOTHING = "0";

const CALLS = {
  1.2: { name: "API", begin: "LMSInitialize", read: "LMSGetValue", write: "LMSSetValue", keep: "LMSCommit", end: "LMSFinish", code: "LMSGetLastError", words: "LMSGetErrorString" },
  2004: { name: "API_1484_11", begin: "Initialize", read: "GetValue", write: "SetValue", keep: "Commit", end: "Terminate", code: "GetLastError", words: "GetErrorString" },
};

/** @returns {Object|null} the object of that name in a window or one of those around it */
function around(start, name) {
  let here = start;
  for (let depth = 0; here && depth < DEEPEST; depth += 1) {
    try {
      if (here[name]) return here[name];
      if (here.parent === here) return null;
      here = here.parent;
    } catch {
      return null; // a window of somebody else's: there is nothing to be found beyond it
    }
  }
  return null;
}

/** @param {Window} start @param {string} name */
export function found(start, name) {
  return around(start, name) ?? (start.opener ? around(start.opener, name) : null);
}

export class Platform {
  /** @param {"1.2"|"2004"} standard @param {Window} start */
  constructor(standard, start = window) {
    this.calls = CALLS[standard];
    this.api = found(start, this.calls.name);
    this.open = false;
    this.trouble = "";
  }

  get isThere() {
    return this.api !== null;
  }

  /** Begin. @returns {boolean} whether the platform listens */
  begin() {
    this.open = this.#call("begin", "") === "true";
    return this.open;
  }

  /** What the platform keeps under a name; "" where it keeps nothing, or does not say. */
  read(name) {
    if (!this.open) return "";
    return this.#call("read", name) ?? "";
  }

  /** @returns {boolean} whether the platform took it */
  write(name, value) {
    return this.open && this.#call("write", name, String(value)) === "true";
  }

  /** Have everything kept. @returns {boolean} whether it is */
  keep() {
    return this.open && this.#call("keep", "") === "true";
  }

  /** End; nothing can be handed over after it. */
  end() {
    if (!this.open) return;
    this.#call("end", "");
    this.open = false;
  }

  #call(which, ...given) {
    if (!this.api) return null;
    try {
      const answer = String(this.api[this.calls[which]](...given));
      this.trouble = answer === "false" ? this.#said() : "";
      return answer;
    } catch (error) {
      this.trouble = String(error?.message ?? error);
      return null;
    }
  }

  #said() {
    const code = String(this.api[this.calls.code]());
    if (code === CODE_OF_NOTHING) return "";
    return `${code} ${this.api[this.calls.words](code)}`.trim();
  }
}
