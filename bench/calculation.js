/** What `calculation.py` runs in the page of the cost of churn: {what: "evaluation", runs} or {what: "frames", steps}. */
async ({ what, runs, steps }) => {
  /** The outputs of cost-of-churn.calc.toml as one would write them by hand, without a horizon. */
  const byHand = (v) => {
    const lost = v.customers * v.churn_rate;
    const winning = v.cac ?? (v.acquisition_ratio === null ? 0 : v.acquisition_ratio * v.retention_cost_per_customer);
    const start = winning + v.onboarding_cost + (v.annual_margin * v.ramp_up_months) / 12;
    const heard = v.neg_wom_reach * v.neg_wom_deterrence;
    const cost = (gone, value) => {
      const replaced = gone * v.replacement_share * start;
      const missing = gone * (1 - v.replacement_share) * value;
      const word = gone * heard * Math.max(0, value - winning);
      return { replaced, missing, word, total: replaced + missing + word };
    };
    const value = v.churn_rate === 0 ? 0 : v.annual_margin / (v.discount + v.churn_rate);
    const now = cost(lost, value);
    const fewer = Math.max(v.churn_rate - 0.01, 0);
    const then = cost(v.customers * fewer, fewer === 0 ? 0 : v.annual_margin / (v.discount + fewer));
    const point = now.total - then.total;
    return {
      ...now,
      perLost: now.total / lost,
      perCustomer: now.total / v.customers,
      share: now.total / (v.customers * v.annual_margin),
      point,
      budget: point / v.customers,
      table: [now.replaced, now.missing, now.word, now.total],
    };
  };

  const declared = JSON.parse(document.querySelector("[data-calculator]").textContent);
  const inputs = declared.document.inputs;
  const examples = Object.fromEntries(inputs.map(({ name, example }) => [name, example]));
  const mattering = inputs.filter(({ name, matters }) => matters && typeof examples[name] === "number");

  const byHandWithMoves = (own) => {
    const values = { ...examples, ...own };
    const result = byHand(values);
    const ends = (name) => [0.9, 1.1].map((factor) => byHand({ ...values, [name]: values[name] * factor }).total);
    result.moves = mattering.map(({ name }) => [name, ...ends(name)]);
    result.moves.sort((a, b) => Math.abs(b[2] - b[1]) - Math.abs(a[2] - a[1]));
    return result;
  };

  const timed = (run) => {
    for (let at = 0; at < 300; at += 1) run(at);
    const begun = performance.now();
    for (let at = 0; at < runs; at += 1) run(at);
    return ((performance.now() - begun) * 1000) / runs;
  };

  const evaluation = async () => {
    const module = document.querySelector("script[type=module]").src;
    const { compute } = await import(new URL("../../calculators/interpreter.js", module).href);
    const own = (at) => ({ customers: 10_000 + at, churn_rate: 0.05 + at * 1e-4 });
    const [ours, theirs] = [compute(declared.document, own(7)).outputs.total, byHandWithMoves(own(7)).total];
    return {
      ours: timed((at) => compute(declared.document, own(at))),
      by_hand: timed((at) => byHandWithMoves(own(at))),
      apart: Math.abs(ours - theirs) / theirs,
    };
  };

  const frame = () => new Promise(requestAnimationFrame);

  const framesPerSecond = async (step) => {
    let changed = 0;
    const begun = performance.now();
    for (let at = 0; at < steps; at += 1) changed += (await step(at)) ? 1 : 0;
    return (changed * 1000) / (performance.now() - begun);
  };

  const frames = async () => {
    const range = document.querySelector('[data-input="churn_rate"] input[type=range]');
    const [low, high] = [Number(range.min), Number(range.max)];
    let changes = 0;
    const watch = new MutationObserver(() => (changes += 1));
    watch.observe(document.querySelector("[data-plot]"), { subtree: true, childList: true, attributes: true, characterData: true });
    const chart = await framesPerSecond(async (at) => {
      range.value = String(low + ((high - low) * ((at % 60) + 5)) / 70);
      range.dispatchEvent(new Event("input", { bubbles: true }));
      const before = changes;
      await frame();
      return changes > before;
    });
    watch.disconnect();
    return { chart, idle: await framesPerSecond(async () => (await frame()) || true) };
  };

  return what === "evaluation" ? evaluation() : frames();
}
