/**
 * People found while one types: `<form data-behaviour="people-finder" data-found="id"><input type="search">`. The page the
 * form would open is asked for, and the element `id` of it takes the place of the one here.
 */

const WAIT = 250;

/** @param {HTMLFormElement} form */
export default function peopleFinder(form) {
  const box = form.querySelector('input[type="search"]');
  let timer = 0;
  let last = 0;

  const find = async () => {
    const mine = (last += 1);
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form)).toString();
    const answer = await fetch(address);
    if (!answer.ok || mine !== last) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById(form.dataset.found);
    if (found) document.getElementById(form.dataset.found).replaceChildren(...found.childNodes);
  };

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, WAIT);
  });
}
