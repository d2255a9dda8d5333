/** What a chart takes from the page: the colours and type of the theme in force, put where a specification asks for them. */

const COLOURS = ["pine", "pine_soft", "sun", "clay", "ink", "ink_2", "line", "surface"];

export const NARROW = 420; // below this the words under bars stand one beneath the other, and layers called "wide" are left out

/** What the tokens are for this element in this theme; the browser works out `light-dark()`. */
export function tokensOf(plot) {
  const probe = plot.appendChild(document.createElement("i"));
  const style = getComputedStyle(probe);
  const value = (name) => {
    const token = name.replace("_", "-");
    probe.style.color = `var(--chart-${token}, var(--${token}))`; // some have another lightness in charts
    return style.color;
  };
  const tokens = Object.fromEntries(COLOURS.map((name) => [name, value(name)]));
  for (const name of ["sans", "serif"]) tokens[name] = style.getPropertyValue(`--${name}`).trim();
  probe.remove();
  return tokens;
}

/** A specification with its `$placeholders` replaced. */
export function filled(part, values, texts) {
  if (Array.isArray(part)) return part.map((each) => filled(each, values, texts));
  if (part && typeof part === "object") return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, filled(each, values, texts)]));
  if (typeof part !== "string" || !part.startsWith("$")) return part;
  return part.startsWith("$text:") ? (texts?.[part.slice(6)] ?? "") : (values[part.slice(1)] ?? part);
}

/** A specification without the layers meant for another width: those called "narrow", or those called "wide". */
export function fitting({ layer, ...spec }, narrow) {
  if (!layer) return spec;
  const other = narrow ? "wide" : "narrow";
  const named = ({ name, ...each }) => (name === "wide" || name === "narrow" ? each : name ? { name, ...each } : each);
  return { ...spec, layer: layer.filter(({ name }) => name !== other).map((each) => fitting(named(each), narrow)) };
}

/** Two configurations in one; the chart's own word counts. */
export function merged(ours, theirs) {
  const both = (name) => (typeof ours[name] === "object" && ours[name] ? merged(ours[name], theirs[name]) : theirs[name]);
  return { ...ours, ...Object.fromEntries(Object.keys(theirs).map((name) => [name, both(name)])) };
}

/** The look of axes, legends and marks. @param {Object} tokens from `tokensOf` */
export function theme({ ink, ink_2: quiet, line, sans, pine }) {
  const words = { labelFont: sans, titleFont: sans, labelColor: quiet, titleColor: quiet, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 400 };
  return {
    background: "transparent",
    aria: false, // the drawing is hidden from screen readers, its table is not: words for each mark would be made for nobody
    font: sans,
    view: { stroke: null },
    axis: { ...words, gridColor: line, domainColor: line, tickColor: line, tickSize: 4, labelPadding: 6, titlePadding: 10 },
    axisX: { grid: false, labelAngle: 0 },
    axisXBand: { labelExpr: `width < ${NARROW} && length(datum.label) > 9 ? split(datum.label, " ") : datum.label` },
    axisY: { domain: false, ticks: false, tickCount: 5 },
    legend: { ...words, orient: "top", title: null, symbolType: "circle", offset: 36, columns: { signal: `width < ${NARROW} ? 2 : 3` } },
    text: { font: sans, fill: ink, fontSize: 12 },
    bar: { fill: pine, cornerRadius: 2 },
    line: { stroke: pine, strokeWidth: 2.5 },
    rule: { stroke: line },
  };
}
