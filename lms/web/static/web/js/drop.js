/**
 * A place to drop a file on, around an ordinary file field; without this script the field does all the work.
 * `<div data-behaviour="drop" data-chosen="Chosen: {name}"><input type="file"><p data-name role="status"></p></div>`
 */

/** @param {HTMLElement} place */
export default function drop(place) {
  const field = place.querySelector('input[type="file"]');
  const said = place.querySelector("[data-name]");
  const tell = () => {
    const file = field.files[0];
    said.textContent = file ? place.dataset.chosen.replace("{name}", file.name) : "";
  };
  const over = (event) => {
    event.preventDefault();
    place.classList.add("over");
  };
  place.addEventListener("dragenter", over);
  place.addEventListener("dragover", over);
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
    tell();
  });
  field.addEventListener("change", tell);
}
