// The documents of the library as a table, what they cover, and a timeline of their dates.
const COLUMNS = [
  ["title", "Title"], ["jurisdiction", "Jurisdiction"], ["topics", "Topics"], ["kind", "Kind"],
  ["status", "Status"], ["as_of", "Checked to"], ["passages", "Passages"], ["questions", "Own questions"],
];
let held = [];
let sorted = { by: "title", isDown: false };

async function showLibrary() {
  try {
    const told = await call("page_library");
    held = told.documents || [];
    find(".count").textContent = told.fault || "";
  } catch {
    offline(true);
    return;
  }
  fillSelect("jurisdiction", held.flatMap((item) => item.jurisdiction));
  fillSelect("topic", held.flatMap((item) => item.topics));
  fillSelect("status", held.map((item) => item.status));
  showDocuments();
  showCoverage();
  showTimeline();
}

function fillSelect(name, values) {
  const select = find(`select[name=${name}]`);
  const was = select.value;
  const options = [...new Set(values)].filter(Boolean).sort();
  select.replaceChildren(make("option", { value: "" }, "all"), ...options.map((value) => make("option", { value }, value)));
  select.value = options.includes(was) ? was : "";
}

function matching() {
  const form = find(".finder");
  const words = find("#find").value.toLowerCase().split(/\s+/).filter(Boolean);
  const [jurisdiction, topic, status] = ["jurisdiction", "topic", "status"].map((name) => form.elements[name].value);
  return held.filter((item) => {
    const text = [item.title, item.id, item.kind, ...item.jurisdiction, ...item.topics].join(" ").toLowerCase();
    return words.every((word) => text.includes(word))
      && (!jurisdiction || item.jurisdiction.includes(jurisdiction))
      && (!topic || item.topics.includes(topic)) && (!status || item.status === status);
  });
}

function showDocuments() {
  const compare = (one, other) => {
    const [a, b] = [one[sorted.by], other[sorted.by]];
    const order = typeof a === "number" ? a - b : String(a).localeCompare(String(b));
    return sorted.isDown ? -order : order;
  };
  const shown = matching().sort(compare);
  const head = make("tr", {}, ...COLUMNS.map(([name, words]) => {
    const order = sorted.by === name ? (sorted.isDown ? "descending" : "ascending") : "none";
    return make("th", { scope: "col", "aria-sort": order }, make("button", { type: "button", class: "sorts", onclick: () => {
      sorted = { by: name, isDown: sorted.by === name && !sorted.isDown };
      showDocuments();
    } }, words));
  }));
  const rows = shown.map((item) => make("tr", {}, ...COLUMNS.map(([name, words], at) => {
    const value = name === "as_of" ? item.checked : [item[name]].flat().join(", ");
    const cell = at === 0 ? make("button", { type: "button", class: "link", onclick: (event) => openDocument(item, event.target) }, item.title) : value;
    return make(at === 0 ? "th" : "td", { "data-label": words, scope: at === 0 ? "row" : null }, cell, at === 0 ? removal(item) : "");
  })));
  find(".documents").replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows));
  find(".count").textContent = shown.length ? `${shown.length} of ${held.length} documents`
    : "No document has these words in its title or place. The chat looks into the texts: ask there.";
}

function openDocument(item, from) {
  showView("ask");
  openReader([{ key: "", id: item.id, title: item.title, isOfLibrary: true }], 0, from);
}

function written(day) {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

function showCoverage() {
  const topics = [...new Set(held.flatMap((item) => item.topics))].sort();
  const places = [...new Set(held.flatMap((item) => item.jurisdiction))].sort();
  const head = make("tr", {}, make("td", {}), ...topics.map((topic) => make("th", { scope: "col" }, topic)));
  const rows = places.map((place) => make("tr", {}, make("th", { scope: "row" }, place), ...topics.map((topic) => {
    const count = held.filter((item) => item.jurisdiction.includes(place) && item.topics.includes(topic)).length;
    return make("td", { class: `depth-${Math.min(count, 4)}` }, count ? make("button", { type: "button", class: "link",
      "aria-label": `${place}, ${topic}: ${count} documents. Ask within them`, onclick: () => choose(place, topic) }, String(count)) : "–");
  })));
  find(".coverage").replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows));
}

function choose(place, topic) {
  chosen = { ...chosen, jurisdictions: place ? [place] : [], topics: topic ? [topic] : [] };
  showChips();
  showView("ask");
  find("#question").focus();
}

function showTimeline() {
  const dated = held.flatMap((item) => [["effective", "in effect from"], ["expires", "expires"]]
    .filter(([name]) => item[name]).map(([name, words]) => ({ day: item[name], words, item })));
  const today = new Date().toISOString().slice(0, 10);
  if (dated.length) dated.push({ day: today, words: "today" });
  dated.sort((one, other) => one.day.localeCompare(other.day));
  find(".timeline").replaceChildren(...(dated.length ? dated.map(({ day, words, item }) => make("li", { class: item ? null : "today" },
    make("time", { datetime: day }, written(day)), ": ",
    item ? make("button", { type: "button", class: "link", onclick: (event) => openDocument(item, event.target) }, item.title) : "",
    item ? ` ${words === "expires" ? "expires" : "takes effect"}` : words))
    : [make("li", { class: "quiet" }, "No document says when it takes effect or expires.")]));
}

find(".ask-within").addEventListener("click", () => {
  const { jurisdiction, topic } = find(".finder").elements;
  choose(jurisdiction.value, topic.value);
});
find(".finder").addEventListener("input", showDocuments);
find(".finder").addEventListener("submit", (event) => event.preventDefault());
