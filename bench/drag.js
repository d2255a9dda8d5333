/** What `drag.py` runs on a tool's page: drag a slider in `steps` moves, one a frame, and say when each was seen. */
async ({ steps }) => {
  const range = document.querySelector('.slide input[type="range"]');
  const figure = document.querySelector(".tool-headline output");
  const plot = document.querySelector("[data-plot]");
  const [low, high] = [Number(range.min), Number(range.max)];
  const anything = { subtree: true, childList: true, attributes: true, characterData: true };
  const frame = () => new Promise(requestAnimationFrame);
  let wait = {};

  const seen = (name) => () => {
    wait[name]?.();
    delete wait[name];
  };
  const watches = Object.entries({ figure, chart: plot }).map(([name, place]) => {
    const watch = new MutationObserver(seen(name));
    watch.observe(place, anything);
    return watch;
  });
  const patience = () => new Promise((resolve) => setTimeout(resolve, 1000, null));

  const move = async (at) => {
    range.value = String(low + ((high - low) * ((at % 40) + 20)) / 80);
    const begun = performance.now();
    const changed = (name) => new Promise((resolve) => (wait[name] = () => resolve(performance.now() - begun)));
    const both = [changed("figure"), changed("chart")];
    range.dispatchEvent(new Event("input", { bubbles: true }));
    const [text, drawing] = await Promise.all(both.map((each) => Promise.race([each, patience()])));
    await frame();
    return { text, drawing, painted: performance.now() - begun };
  };

  const found = [];
  for (let at = 0; at < steps; at += 1) found.push(await move(at));
  for (const watch of watches) watch.disconnect();
  const idle = [];
  for (let at = 0; at < steps; at += 1) {
    const begun = performance.now();
    await frame();
    idle.push(performance.now() - begun);
  }
  const bare = []; // what the browser takes to show a moved slider and another figure, whoever writes them
  for (let at = 0; at < steps; at += 1) {
    const begun = performance.now();
    range.value = String(low + ((high - low) * ((at % 40) + 20)) / 80);
    figure.textContent = String(1000 + at);
    await frame();
    bare.push(performance.now() - begun);
  }
  return { text: found.map(({ text }) => text), drawing: found.map(({ drawing }) => drawing), painted: found.map(({ painted }) => painted), idle, bare };
}
