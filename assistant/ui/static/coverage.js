// What the documents cover, and when what they tell of begins and ends: each field and line leads to
// questions that its documents answer.
const MOST_OF_A_FIELD = 6;
// What lies farther from today goes over the edge of the timeline.
const MOST_YEARS = 15;

// A topic of up to three letters is an acronym.
const shownTopic = (topic) => (topic.length < 4 ? topic.toUpperCase() : topic);

function showCoverage() {
  const topics = [...new Set(held.flatMap((item) => item.topics))].sort();
  const places = [...new Set(held.flatMap((item) => item.jurisdiction))];
  const within = (place, topic) => held.filter((item) => item.jurisdiction.includes(place) && item.topics.includes(topic));
  const total = (place) => held.filter((item) => item.jurisdiction.includes(place)).length;
  places.sort((one, other) => total(other) - total(one) || one.localeCompare(other));
  const most = Math.max(1, ...places.flatMap((place) => topics.map((topic) => within(place, topic).length)));
  const head = make("tr", {}, make("td", {}), ...topics.map((topic) => make("th", { scope: "col" }, shownTopic(topic))));
  const rows = places.map((place) => make("tr", {}, make("th", { scope: "row" }, place), ...topics.map((topic) => {
    const items = within(place, topic);
    if (!items.length) return make("td", {}, make("span", { class: "none" }, "–"));
    const words = `${place}, ${shownTopic(topic)}: ${items.length} document${items.length === 1 ? "" : "s"}`;
    return make("td", {}, make("button", { type: "button", class: "field", "aria-label": words, title: words,
      style: `--depth: ${Math.round(18 + 62 * Math.sqrt(items.length / most))}%`,
      onclick: (event) => {
        mark(event.target, ".field");
        showQuestions(find(".asked-of"), `${place}, ${shownTopic(topic)}`, items, () => choose(place, topic));
      } }, String(items.length)));
  })));
  find(".coverage").replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows));
}

// Which of several is chosen.
function mark(one, all) {
  for (const other of findAll(all)) other.setAttribute("aria-pressed", String(other === one));
}

// Questions that some documents answer, as buttons, under what they are about.
async function showQuestions(place, title, items, within) {
  const shown = items.slice(0, MOST_OF_A_FIELD);
  let told;
  try {
    told = await call("page_questions", { ids: shown.map((item) => item.id) });
  } catch {
    offline(true);
    return;
  }
  const ask = (text) => () => {
    showView("ask");
    send(text);
  };
  place.replaceChildren(
    make("h3", {}, title),
    make("ul", { class: "of-documents" }, ...shown.map((item) => make("li", {}, openerOf(item), badgeOf(item)))),
    make("ul", { class: "next", "aria-label": "Questions they answer" }, ...(told.questions || []).map((text) =>
      make("li", {}, make("button", { type: "button", class: "chip", onclick: ask(text) }, text)))),
    make("p", { class: "tools" }, within ? button("Ask within these", within) : "", button("Close", () => { place.hidden = true; })));
  place.hidden = false;
  place.scrollIntoView({ block: "nearest" });
}

const dayOf = (text) => Date.parse(`${text}T00:00:00Z`);

// A line a document, from the day that it takes effect to the day that it expires; one without an end
// goes on to the edge and fades, one without a beginning comes from it.
function showTimeline() {
  const dated = held.filter((item) => item.effective || item.expires)
    .sort((one, other) => (one.effective || one.expires).localeCompare(other.effective || other.expires));
  const place = find(".timeline");
  if (!dated.length) {
    place.replaceChildren(make("p", { class: "quiet" }, "No document says when it takes effect or expires."));
    return;
  }
  const today = Date.now();
  const isNear = (day) => Math.abs(day - today) < MOST_YEARS * 366 * 86400000;
  const days = [today, ...dated.flatMap((item) => [item.effective, item.expires]).filter(Boolean).map(dayOf).filter(isNear)];
  const first = new Date(Math.min(...days)).getUTCFullYear();
  const last = new Date(Math.max(...days)).getUTCFullYear() + 1;
  const [from, until] = [Date.UTC(first, 0, 1), Date.UTC(last, 0, 1)];
  const at = (day) => `${(100 * (day - from) / (until - from)).toFixed(2)}%`;
  const step = Math.ceil((last - first) / 14);
  const years = Array.from({ length: Math.ceil((last - first) / step) }, (_, n) => first + n * step);
  place.replaceChildren(
    make("div", { class: "years", "aria-hidden": "true" }, ...years.map((year) =>
      make("span", { style: `left: ${at(Date.UTC(year, 0, 1))}` }, String(year))),
      make("span", { class: "today", style: `left: ${at(today)}` }, "today")),
    make("ol", {}, ...dated.map((item) => lineOf(item, at, from, until))),
    make("div", { class: "now", "aria-hidden": "true" }, make("span", { style: `left: ${at(today)}` })));
  const room = place.parentElement;
  const now = find(".now span", place).getBoundingClientRect().left - place.getBoundingClientRect().left;
  room.scrollLeft = now - room.clientWidth / 2;
}

function lineOf(item, at, from, until) {
  const within = (day) => Math.min(until, Math.max(from, day));
  const begins = item.effective ? within(dayOf(item.effective)) : from;
  const ends = item.expires ? within(dayOf(item.expires)) : until;
  const told = [item.effective ? `in effect from ${written(item.effective)}` : "", item.expires ? `expires ${written(item.expires)}` : ""]
    .filter(Boolean).join(", ");
  const open = `${item.effective ? "" : " from-before"}${item.expires ? "" : " goes-on"}`;
  return make("li", {}, make("button", { type: "button", class: "spell", title: `${item.title}: ${told}`,
    onclick: (event) => {
      mark(event.currentTarget, ".spell");
      showQuestions(find(".timed-of"), told, [item], null);
    } },
    make("span", { class: "title" }, item.title), make("span", { class: "hidden" }, `, ${told}`),
    make("span", { class: "track", "aria-hidden": "true" }, make("span", { class: `span ${item.status.replace(/ /g, "-")}${open}`,
      style: `left: ${at(begins)}; width: calc(${at(ends)} - ${at(begins)})` }))));
}
