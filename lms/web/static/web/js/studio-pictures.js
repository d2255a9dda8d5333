/** A picture that is pasted or dropped goes to the draft's pictures and stands on the page as a block. */

import { Selection } from "../vendor/studio.js";
import { insertCard } from "./studio-acts.js";
import { token } from "./tokens.js";

const TYPES = ["image/png", "image/jpeg", "image/webp", "image/svg+xml"];

/** @param {Object} page @param {Object} words @param {(text: string) => void} say */
export function pictures(page, words, say) {
  const send = async (file) => {
    say(words.uploading);
    const body = new FormData();
    body.append("file", file);
    const answer = await fetch(page.mediaAt, { method: "POST", body, headers: { "X-CSRFToken": token(), Accept: "application/json" }, redirect: "error" }).catch(() => null);
    const said = await answer?.json().catch(() => null);
    if (!answer?.ok || !said?.name) {
      say(words.notUploaded.replace("{message}", [said?.message, said?.remedy].filter(Boolean).join(" ")));
      return null;
    }
    page.media.push(said.name);
    const live = await fetch(page.live, { headers: { Accept: "application/json" } }).catch(() => null);
    if (live?.ok) page.pictures = (await live.json()).pictures;
    say(words.needsAlt);
    return said.name;
  };

  /** @returns {boolean} whether there was a picture to take */
  const take = (data, view, event) => {
    const files = [...(data?.files ?? [])].filter(({ type }) => TYPES.includes(type));
    if (!files.length || data.types.includes("text/html")) return false; // words from Word carry a picture of themselves
    event?.preventDefault();
    const at = event && view.posAtCoords({ left: event.clientX, top: event.clientY });
    if (at) view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(at.pos))));
    put(files, view);
    return true;
  };

  const put = async (files, view) => {
    for (const file of files) {
      const name = await send(file);
      const kind = page.kinds.find(({ name: each }) => each === "picture");
      if (name) insertCard(kind, { file: name })(view.state, view.dispatch);
    }
  };

  return { send, take };
}
