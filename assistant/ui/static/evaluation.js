// The latest results of the evals: figures with their intervals, a curve, and what failed.
let results = null;
const percent = (share) => `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;

async function showEvaluation() {
  let told;
  try {
    told = await call("page_evaluation");
  } catch {
    offline(true);
    return;
  }
  find(".measured").hidden = Boolean(told.fault);
  if (told.fault) {
    find(".results-of").textContent = told.fault;
    return;
  }
  results = told;
  find(".results-of").textContent = `Offline evals of ${told.day}, on ${told.documents} documents; ${told.failed} cases failed.`;
  showSuites();
  showCurve();
  const select = find("select[name=failed-suite]");
  const names = [...new Set(told.failures.map((item) => item.suite))];
  select.replaceChildren(make("option", { value: "" }, "all"), ...names.map((name) => make("option", { value: name }, name)));
  showFailures();
}

function showSuites() {
  const columns = [...new Set(results.suites.flatMap((suite) => suite.figures.map((figure) => figure.name)))];
  const head = make("tr", {}, make("th", { scope: "col" }, "Suite"), make("th", { scope: "col" }, "Cases"),
    ...columns.map((name) => make("th", { scope: "col" }, name)));
  const rows = results.suites.map((suite) => make("tr", {}, make("th", { scope: "row" }, suite.name),
    make("td", { "data-label": "Cases" }, String(Math.max(...suite.figures.map((figure) => figure.n)))),
    ...columns.map((name) => {
      const figure = suite.figures.find((item) => item.name === name);
      if (!figure) return make("td", { "data-label": name }, "");
      return make("td", { "data-label": name }, `${percent(figure.value)} `,
        make("span", { class: "quiet" }, `${percent(figure.low)} to ${percent(figure.high)}`),
        make("span", { class: "bar", "aria-hidden": "true", style: `--share: ${figure.value}` }));
    })));
  find(".suites").replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows));
}

function showCurve() {
  const [width, height, left, top] = [600, 220, 44, 10];
  const most = Math.max(0.05, ...results.risk.map(([, risk]) => risk));
  const place = ([answered, risk]) => `${left + answered * (width - left - 10)},${top + (1 - risk / most) * (height - top - 30)}`;
  const line = results.risk.map(place).join(" ");
  find(".plot").innerHTML = `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Share of errors by share of questions answered">
    <line x1="${left}" y1="${height - 30}" x2="${width - 10}" y2="${height - 30}"/><line x1="${left}" y1="${top}" x2="${left}" y2="${height - 30}"/>
    <polyline points="${line}"/><text x="${left - 6}" y="${top + 8}" text-anchor="end">${percent(most)}</text>
    <text x="${left - 6}" y="${height - 30}" text-anchor="end">0</text><text x="${left}" y="${height - 10}">none answered</text>
    <text x="${width - 10}" y="${height - 10}" text-anchor="end">all answered</text></svg>`;
}

function showFailures() {
  const suite = find("select[name=failed-suite]").value;
  const shown = results.failures.filter((item) => !suite || item.suite === suite);
  find(".failures").replaceChildren(...shown.map((item) => make("li", {}, make("details", {},
    make("summary", {}, `${item.question} (${item.suite}: ${item.outcome})`),
    make("p", {}, `Wanted: ${item.reference || "no answer"}`), make("p", {}, `Given: ${item.answer}`)))));
}
find("select[name=failed-suite]").addEventListener("change", showFailures);
