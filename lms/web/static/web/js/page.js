/**
 * The only script a page names. It looks for `data-behaviour="name other-name"` and loads `./name.js` for each,
 * calling its default export with the element. A behaviour that fails never takes another down with it.
 */

const start = async (name, element) => {
  const behaviour = await import(`./${name}.js`);
  behaviour.default(element);
};

for (const element of document.querySelectorAll("[data-behaviour]")) {
  for (const name of element.dataset.behaviour.split(/\s+/).filter(Boolean)) {
    if (/^[a-z][a-z-]*$/.test(name)) start(name, element).catch((error) => console.error(name, error));
  }
}

// what was not sent last time is sent now, on whichever page the person opens first
if (document.querySelector("[data-answers]")) import("./answers.js").then(({ resume }) => resume());

for (const form of document.querySelectorAll('form[action$="/sign-out"]')) start("sign-out", form);
