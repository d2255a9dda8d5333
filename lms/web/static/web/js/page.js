/**
 * The only script a page names. It looks for `data-behaviour="name other-name"` and loads `./name.js` for each,
 * calling its default export with the element. A behaviour that fails never takes another down with it.
 * When all have started, the root element says so with `data-ready`.
 */

const started = [];

const start = (name, element) => {
  const starting = import(`./${name}.js`).then((behaviour) => behaviour.default(element));
  started.push(starting.catch((error) => console.error(name, error)));
};

for (const element of document.querySelectorAll("[data-behaviour]")) {
  for (const name of element.dataset.behaviour.split(/\s+/).filter(Boolean)) {
    if (/^[a-z][a-z-]*$/.test(name)) start(name, element);
  }
}

for (const form of document.querySelectorAll('form[action$="/sign-out"]')) start("sign-out", form);

// what was not sent last time is sent now, on whichever page the person opens first
if (document.querySelector("[data-answers]")) started.push(import("./answers.js").then(({ resume }) => resume()));

Promise.allSettled(started).then(() => (document.documentElement.dataset.ready = ""));
