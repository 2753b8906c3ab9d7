// The documents of the library as a table, what they cover, and a timeline of their dates.
const COLUMNS = [
  ["title", "Title"], ["jurisdiction", "Jurisdiction"], ["topics", "Topics"], ["kind", "Kind"],
  ["status", "Status"], ["as_of", "Checked to"], ["passages", "Passages"], ["questions", "Own questions"],
];
let held = [];
let sorted = { by: "title", isDown: false };

// The documents as they are now; false where they can't be had.
async function readLibrary() {
  try {
    const told = await call("page_library");
    held = told.documents || [];
    find(".count").textContent = told.fault || "";
    return !told.fault;
  } catch {
    offline(true);
    return false;
  }
}

async function showLibrary() {
  if (!(await readLibrary())) return;
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
    const [first, second] = [String(a), String(b)];
    // What is not told stands last, whichever way it is sorted.
    if (!first !== !second) return first ? -1 : 1;
    const order = typeof a === "number" ? a - b : first.localeCompare(second);
    return sorted.isDown ? -order : order;
  };
  const shown = matching().sort(compare);
  const head = make("tr", {}, ...COLUMNS.map(([name, words]) => {
    const order = sorted.by === name ? (sorted.isDown ? "descending" : "ascending") : "none";
    return make("th", { scope: "col", "aria-sort": order }, make("button", { type: "button", class: "sorts", onclick: () => {
      sorted = { by: name, isDown: sorted.by === name && !sorted.isDown };
      showDocuments();
      findAll(".sorts").find((shown) => shown.textContent === words).focus();
    } }, words));
  }));
  const rows = shown.map((item) => make("tr", {}, ...COLUMNS.map(([name, words], at) => {
    const value = name === "as_of" ? item.checked : [item[name]].flat().map(name === "topics" ? shownTopic : String).join(", ");
    const cell = at === 0 ? openerOf(item) : name === "status" ? badgeOf(item) : value;
    return make(at === 0 ? "th" : "td", { "data-label": words, scope: at === 0 ? "row" : null }, cell, at === 0 ? removal(item) : "");
  })));
  find(".documents").replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows));
  find(".count").textContent = shown.length ? `${shown.length} of ${held.length} documents`
    : "No title, place or topic has these words.";
  find(".documents").hidden = !shown.length;
  showWithin();
}

// What can be asked within: places and topics, not words or a status.
function showWithin() {
  const { jurisdiction, topic } = find(".finder").elements;
  const named = [jurisdiction.value, topic.value].filter(Boolean);
  find(".ask-within").hidden = !named.length;
  find(".ask-within").textContent = `Ask within ${named.join(", ")}`;
}

const openerOf = (item) => make("button", { type: "button", class: "link", onclick: (event) => openDocument(item, event.target) }, item.title);
const badgeOf = (item) => (item.standing ? make("span", { class: `badge ${item.status.replace(/ /g, "-")}` }, item.standing) : "");

// What is written is looked for in the texts too, a moment after the last letter.
let lookTimer;
function lookIntoTexts() {
  clearTimeout(lookTimer);
  const text = find("#find").value.trim();
  if (text.length < 3) find(".found").replaceChildren();
  else lookTimer = setTimeout(() => showFound(text), 350);
}

async function showFound(text) {
  let told;
  try {
    told = await call("page_find", { text });
  } catch {
    offline(true);
    return;
  }
  if (find("#find").value.trim() !== text) return;
  const items = (told.found || []).map((found) => ({ ...found, item: held.find((item) => item.id === found.id) })).filter(({ item }) => item);
  find(".found").replaceChildren(...(items.length ? [make("li", { class: "quiet" }, "In the texts:")] : []),
    ...items.map(({ item, line, start, end }) => make("li", {},
      make("button", { type: "button", class: "link", onclick: (event) => openDocument(item, event.target, { start, end }) }, item.title),
      make("p", { class: "quiet" }, line))));
}

function openDocument(item, from, marked = {}) {
  const place = find(".view-library").scrollTop;
  showView("ask");
  openReader([{ key: "", id: item.id, title: item.title, isOfLibrary: true, ...marked }], 0, from, place);
}

function written(day) {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

find(".ask-within").addEventListener("click", () => {
  const { jurisdiction, topic } = find(".finder").elements;
  choose(jurisdiction.value, topic.value);
});
find(".finder").addEventListener("input", showDocuments);
find("#find").addEventListener("input", lookIntoTexts);
find(".finder").addEventListener("submit", (event) => event.preventDefault());
