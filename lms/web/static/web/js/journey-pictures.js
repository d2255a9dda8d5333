/**
 * Pictures go where their touchpoints go: `<section data-behaviour="journey-pictures" data-of="touchpoints">` with what is
 * known of them in `[data-pictures]`. After every change of that table the small ones in its rows, the list here, the strip
 * that is printed with the map and the choice of touchpoints in the form are put in order. Nothing is sent from here.
 */

/** @param {HTMLElement} section */
export default function journeyPictures(section) {
  const { of } = section.dataset;
  const { unworded, pictures } = JSON.parse(section.querySelector("[data-pictures]").textContent);
  const grid = document.querySelector(`.grid[data-table="${CSS.escape(of)}"]`);
  const strip = document.querySelector(`[data-curve="${CSS.escape(of)}"] [data-strip]`);
  const [list, choice] = ["[data-list]", "[data-points]"].map((each) => section.querySelector(each));
  const figures = [list, strip].map((place) => new Map([...(place?.children ?? [])].map((item) => [idOf(item), item])));
  let drawn = "";

  const words = (id, point) => pictures[id].words || unworded.replace("{point}", point);

  function draw() {
    const points = pointsIn(grid);
    const state = JSON.stringify(points.map(({ id, name }) => [id, name]));
    if (state === drawn) return;
    drawn = state;
    for (const { row, id, point } of points) thumb(row.querySelector("[data-thumb]"), pictures[id] && { ...pictures[id], words: words(id, point) });
    const shown = points.filter(({ id }) => id in pictures);
    [list, strip].forEach((place, at) => place && arrange(place, figures[at], shown, words));
    if (choice) offer(choice, points);
  }

  grid?.addEventListener("grid:changed", draw);
  addEventListener("beforeprint", () => strip?.querySelectorAll("img").forEach((image) => (image.loading = "eager")));
}

/** @returns {{row: HTMLElement, id: string, name: string, point: string}[]} the rows with a word in them, `point` as they are called */
function pointsIn(grid) {
  const rows = [...grid.querySelectorAll("[data-rows] > tr")].filter((row) => [...row.querySelectorAll("[data-column]")].some(({ value }) => value.trim()));
  return rows.map((row, at) => {
    const name = row.querySelector('[data-column="name"]').value.trim();
    return { row, name, id: row.querySelector('[data-carried="picture"]').value, point: name || String(at + 1) };
  });
}

const idOf = (item) => item.querySelector("a").pathname.split("/").at(-1);

function thumb(place, picture) {
  if (place.dataset.address === (picture?.address ?? "") && place.firstElementChild?.alt === picture?.words) return;
  place.dataset.address = picture?.address ?? "";
  const image = picture && Object.assign(document.createElement("img"), { alt: picture.words, width: picture.width, height: picture.height, loading: "lazy", src: picture.address });
  place.replaceChildren(...(image ? [image] : []));
}

/** Put the figures into the order of their touchpoints, by their names of now; without a touchpoint a figure is not there. */
function arrange(place, figures, shown, words) {
  const items = shown.filter(({ id }) => figures.has(id)).map(({ id, point }) => {
    const item = figures.get(id);
    item.querySelector("figcaption b").textContent = point;
    item.querySelector("img").alt = words(id, point);
    return item;
  });
  place.replaceChildren(...items);
}

function offer(choice, points) {
  const at = choice.selectedIndex;
  choice.replaceChildren(...points.map(({ name, point }, place) => new Option(point, `${place}:${name}`)));
  choice.selectedIndex = Math.min(Math.max(at, 0), points.length - 1);
}
