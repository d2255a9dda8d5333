/**
 * The page as the learner sees it, inside the preview: quizzes are tried in place, forms keep nothing, and what the editor
 * sends (`studio:page` {html}) takes the place of the blocks that became others; a tool in use stays as it is.
 */

const plain = (html) => html.replace(/(name="csrf_token"[^>]*value=")[^"]*|"csrf_token":"[^"]*"/g, "$1");

/** @param {HTMLElement} main */
export default function studioPreview(main) {
  const drawn = new Map(); // element → the HTML it was made of
  for (const each of main.children) drawn.set(each, plain(each.outerHTML));

  document.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.matches("[data-try]")) attempt(event.target);
  });
  main.addEventListener("click", (event) => {
    const again = event.target.closest("[data-again]");
    if (!again) return;
    event.preventDefault();
    swap(again.closest("[data-try]"), again.href);
  });

  document.addEventListener("studio:page", ({ detail }) => {
    const page = new DOMParser().parseFromString(detail.html, "text/html").body;
    const kept = [...main.children].filter((each) => drawn.has(each));
    const fresh = [...page.children].map((each) => {
      const html = plain(each.outerHTML);
      const at = kept.findIndex((old) => drawn.get(old) === html);
      if (at >= 0) return kept.splice(at, 1)[0];
      const node = document.importNode(each, true);
      drawn.set(node, html);
      return node;
    });
    kept.forEach((each) => (each.remove(), drawn.delete(each)));
    fresh.forEach((each, at) => {
      if (main.children[at] === each) return;
      const isNew = !each.isConnected;
      main.insertBefore(each, main.children[at] ?? null);
      if (isNew) enliven(each);
    });
  });

  document.addEventListener("studio:show", ({ detail }) => {
    const block = detail.block === "@head" ? main.firstElementChild : document.getElementById(detail.block);
    block?.scrollIntoView({ block: "nearest" });
  });

  async function attempt(form) {
    swap(form, form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  }

  async function swap(form, address, how = {}) {
    const answer = await fetch(address, how).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = document.importNode(page.getElementById(form.id), true);
    const html = drawn.get(form);
    form.replaceWith(fresh);
    if (html) drawn.set(fresh, html);
    enliven(fresh);
    fresh.querySelector(".feedback")?.scrollIntoView({ block: "nearest" });
  }
}

function enliven(root) {
  for (const element of [root, ...root.querySelectorAll("[data-behaviour]")]) {
    for (const name of (element.dataset?.behaviour ?? "").split(/\s+/).filter((each) => /^[a-z][a-z-]*$/.test(each))) {
      import(`./${name}.js`).then((behaviour) => behaviour.default(element)).catch((error) => console.error(name, error));
    }
  }
}
