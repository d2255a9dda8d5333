/**
 * A point of a way dragged by mouse, pen or finger: up and down its height, left and right its place, whichever way the
 * first few pixels go. A drag is one step to take back; Escape takes it back at once. At most one change a frame.
 */

const FIRST = 6;
let drags = 0;

export class Drag {
  /** @param {SVGElement} svg @param {import("./journey-map.js").JourneyMap} map */
  constructor(svg, map) {
    Object.assign(this, { svg, map, frame: 0 });
    svg.addEventListener("pointerdown", (event) => this.#begin(event));
    svg.addEventListener("pointermove", (event) => this.#move(event));
    svg.addEventListener("pointerup", () => this.#end());
    svg.addEventListener("pointercancel", () => this.#end());
    svg.addEventListener("keydown", ({ key }) => key === "Escape" && this.from && this.#cancel());
  }

  #begin(event) {
    const place = event.target.closest("[data-point]");
    if (!place || event.button !== 0) return;
    event.preventDefault();
    place.focus({ preventScroll: true });
    const row = this.map.rowOf(place);
    this.svg.setPointerCapture(event.pointerId);
    this.from = { row, x: event.clientX, y: event.clientY, height: this.map.points[this.map.rows.indexOf(row)].height ?? 0, run: `drag-${(drags += 1)}`, axis: "" };
  }

  #move(event) {
    if (!this.from) return;
    this.to = { x: event.clientX, y: event.clientY };
    this.frame ||= requestAnimationFrame(() => this.#follow(false));
  }

  #follow(finished) {
    this.frame = 0;
    const { from, to, map } = this;
    if (!from || !to) return;
    const [across, down] = [to.x - from.x, to.y - from.y];
    if (!from.axis && Math.max(Math.abs(across), Math.abs(down)) >= FIRST) from.axis = Math.abs(down) >= Math.abs(across) ? "height" : "place";
    if (from.axis === "height") map.put(from.row, map.picture.heightBelow(from.height, down), { finished, run: from.run });
    const { step } = map.picture;
    if (from.axis === "place" && Math.abs(across) > 0.6 * step && map.shift(from.row, Math.sign(across), from.run)) from.x += Math.sign(across) * step;
    if (from.axis) from.changed = map.grid.run === from.run;
  }

  #end() {
    if (!this.from) return;
    cancelAnimationFrame(this.frame);
    this.#follow(true);
    if (this.from.changed) this.map.grid.settle();
    this.from = this.to = null;
  }

  #cancel() {
    const { changed } = this.from;
    cancelAnimationFrame(this.frame);
    this.from = this.to = null;
    this.frame = 0;
    if (changed) this.map.grid.undo(true);
  }
}
