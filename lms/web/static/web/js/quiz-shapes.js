/**
 * Shapes on a picture, in shares of its sides from 0 to 1: what the boxes of a region say, and what a drag makes of it.
 * No page in here. The radius of a circle is a share of the width; `aspect` is width by height.
 */

const LEAST = 0.01;

/** Round to a thousandth: finer than a finger, and readable in a box. */
export const round = (number) => Math.round(number * 1000) / 1000;

const within = (number, low = 0, high = 1) => Math.min(high, Math.max(low, number));

/** The shape that a drag from one point to another draws. */
export function drawn(kind, from, to, aspect) {
  if (kind === "circle") {
    const radius = Math.hypot(to.x - from.x, (to.y - from.y) / aspect);
    return inside({ kind, x: from.x, y: from.y, radius: Math.max(LEAST, radius) }, aspect);
  }
  const [x, y] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
  return { kind, x, y, width: Math.max(LEAST, Math.abs(to.x - from.x)), height: Math.max(LEAST, Math.abs(to.y - from.y)) };
}

/** A shape moved, kept inside the picture. */
export function shifted(shape, x, y, aspect) {
  if (shape.kind !== "polygon") return inside({ ...shape, x: shape.x + x, y: shape.y + y }, aspect);
  const { left, top, right, bottom } = box(shape, aspect);
  const [right_by, down_by] = [within(x, -left, 1 - right), within(y, -top, 1 - bottom)];
  return { ...shape, points: shape.points.map(([a, b]) => [a + right_by, b + down_by]) };
}

/** A shape made larger or smaller; a polygon round its middle. */
export function sized(shape, x, y, aspect) {
  if (shape.kind === "circle") return inside({ ...shape, radius: Math.max(LEAST, shape.radius + (x || -y)) }, aspect);
  if (shape.kind === "rectangle") return inside({ ...shape, width: Math.max(LEAST, shape.width + x), height: Math.max(LEAST, shape.height + y) }, aspect);
  const { left, top, right, bottom } = box(shape, aspect);
  const [cx, cy] = [(left + right) / 2, (top + bottom) / 2];
  const by = 1 + 2 * (x || -y);
  return { ...shape, points: shape.points.map(([a, b]) => [within(cx + (a - cx) * by), within(cy + (b - cy) * by)]) };
}

/** The box round a shape. */
export function box(shape, aspect) {
  if (shape.kind === "polygon") {
    const [xs, ys] = [shape.points.map(([x]) => x), shape.points.map(([, y]) => y)];
    return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
  }
  if (shape.kind === "circle") {
    const high = shape.radius * aspect;
    return { left: shape.x - shape.radius, top: shape.y - high, right: shape.x + shape.radius, bottom: shape.y + high };
  }
  return { left: shape.x, top: shape.y, right: shape.x + shape.width, bottom: shape.y + shape.height };
}

function inside(shape, aspect) {
  if (shape.kind === "circle") {
    const radius = Math.min(shape.radius, 0.5, 0.5 / aspect);
    return { ...shape, radius, x: within(shape.x, radius, 1 - radius), y: within(shape.y, radius * aspect, 1 - radius * aspect) };
  }
  const [width, height] = [Math.min(shape.width, 1), Math.min(shape.height, 1)];
  return { ...shape, width, height, x: within(shape.x, 0, 1 - width), y: within(shape.y, 0, 1 - height) };
}
