// The source beside the answer: at the marked sentence, in its surroundings. On a narrow page it is
// a sheet over the page, which keeps the focus until it is closed.
let opened = { sources: [], at: 0, from: null };

async function openReader(sources, at, from, place = 0) {
  opened = { sources, at, from: from || opened.from, place: from ? place : opened.place, asked: current.exchanges.length };
  const reader = find(".reader");
  const isAlone = sources.length < 2;
  reader.hidden = false;
  app.classList.add("is-reading");
  setModal(isNarrow());
  // At once, so that a source that comes late takes the focus from nobody.
  if (from) {
    leaveAddress();
    find(".reader-body").focus({ preventScroll: true });
  }
  find(".position").textContent = isAlone ? "" : `${at + 1} of ${sources.length}`;
  find(".previous-source").hidden = find(".next-source").hidden = isAlone;
  find(".previous-source").disabled = at === 0;
  find(".next-source").disabled = at + 1 === sources.length;
  showWhole(!sources[at].card);
  find(".whole").hidden = !sources[at].card;
  markCited(sources[at]);
  await fillReader(sources[at]);
}

// Over a narrow page the sheet is all that can be used.
function setModal(isModal) {
  find(".reader").setAttribute("aria-modal", String(isModal));
  for (const behind of findAll(".talk, .top, .history")) behind.inert = isModal;
}

function markCited(source) {
  for (const link of findAll("a.cite.is-open")) link.classList.remove("is-open");
  const exchange = opened.from && opened.from.closest(".exchange");
  for (const link of exchange ? findAll("a.cite", exchange) : []) {
    link.classList.toggle("is-open", link.dataset.key === source.key);
  }
  const open = exchange && find("a.cite.is-open", exchange);
  if (open) open.scrollIntoView({ block: "nearest", inline: "nearest" });
}

async function fillReader(source) {
  const body = find(".reader-body");
  const head = find(".reader-head");
  head.replaceChildren(make("h2", {}, source.title));
  body.replaceChildren(make("p", { class: "quiet" }, "Opening…"));
  const marks = source.start === undefined ? [] : [[source.start, source.end]];
  let told;
  try {
    told = await call("page_document", { id: source.id, marks });
  } catch {
    offline(true);
    told = { fault: "The source can't be opened while the connection is lost." };
  }
  if (opened.sources[opened.at] !== source) return;
  if (told.fault) {
    find(".whole").hidden = true;
    body.replaceChildren(make("p", { class: "notice" }, told.fault),
      source.card ? make("div", { class: "kept-card", html: source.card }) : "");
    return;
  }
  head.replaceChildren(make("h2", {}, `${told.title} `, make("span", { html: told.status })),
    source.card ? make("div", { class: "reader-card", html: source.card }) : "");
  body.replaceChildren(
    make("p", { class: "quiet", html: told.about }),
    told.page ? sheetOf(source, told.page) : "",
    make("div", { class: "text", html: told.html }),
    told.questions.length ? ownQuestions(told.questions) : "");
  const mark = find(".text mark", body);
  if (!mark) showWhole(true);
  body.scrollTop = 0;
  // A page as printed shows the place by itself.
  const isBelow = !told.page && mark && mark.getBoundingClientRect().bottom > body.getBoundingClientRect().bottom - 40;
  if (isBelow) mark.scrollIntoView({ block: "center" });
}

function ownQuestions(questions) {
  const number = `${questions.length} question${questions.length === 1 ? "" : "s"}`;
  return make("details", { class: "own-questions" },
    make("summary", {}, `${number} this document answers`),
    make("ul", {}, ...questions.map((text) => make("li", {}, make("button", { type: "button", class: "chip", onclick: () => {
      closeReader();
      showView("ask");
      send(text);
    } }, text)))));
}

function showWhole(isWhole) {
  find(".whole").setAttribute("aria-pressed", String(isWhole));
  find(".reader").classList.toggle("is-whole", isWhole);
}

// The address of a document stands as long as it is what is open.
function leaveAddress() {
  if (location.hash.startsWith("#document=")) history.replaceState(null, "", location.pathname);
}

function closeReader(goesBack = false) {
  const reader = find(".reader");
  if (reader.hidden) return;
  leaveAddress();
  reader.hidden = true;
  app.classList.remove("is-reading");
  setModal(false);
  for (const link of findAll("a.cite.is-open")) link.classList.remove("is-open");
  const isOfLibrary = (opened.sources[opened.at] || {}).isOfLibrary && opened.asked === current.exchanges.length;
  const back = goesBack && isOfLibrary && app.dataset.view === "ask";
  if (back) returnToLibrary();
  else if (opened.from && opened.from.isConnected) opened.from.focus();
}

// Whoever opened a document in the library goes on there, where they were.
async function returnToLibrary() {
  const { from, place } = opened;
  const { title } = opened.sources[opened.at];
  await showView("library");
  find(".view-library").scrollTop = place;
  const row = findAll(".documents .link").find((shown) => shown.textContent === title);
  const back = from && from.isConnected ? from : row;
  if (back) back.focus({ preventScroll: true });
}

find(".previous-source").addEventListener("click", () => openReader(opened.sources, opened.at - 1));
find(".next-source").addEventListener("click", () => openReader(opened.sources, opened.at + 1));
find(".whole").addEventListener("click", () => {
  showWhole(find(".whole").getAttribute("aria-pressed") !== "true");
  const mark = find(".text mark");
  if (mark) mark.scrollIntoView({ block: "center" });
});
// The number of a footnote leads to it, and back.
find(".reader-body").addEventListener("click", (event) => {
  const number = event.target.closest && event.target.closest(".note, .back");
  if (!number) return;
  const isBack = number.classList.contains("back");
  const others = findAll(isBack ? ".note" : ".back", find(".reader-body"));
  const other = others.find((shown) => shown.dataset.note === number.dataset.note && shown.offsetParent)
    || others.find((shown) => shown.dataset.note === number.dataset.note);
  if (!other) return;
  if (!other.offsetParent) showWhole(true);
  other.scrollIntoView({ block: "center" });
  other.focus();
});
find(".close-reader").addEventListener("click", () => closeReader(true));
find(".reader").addEventListener("keydown", (event) => {
  if (event.key !== "Tab" || !isNarrow()) return;
  const stops = findAll("button, a[href], summary, [tabindex='0']", find(".reader"))
    .filter((stop) => !stop.disabled && stop.offsetParent);
  const [first, last] = [stops[0], stops[stops.length - 1]];
  if (event.shiftKey && document.activeElement === first) last.focus();
  else if (!event.shiftKey && document.activeElement === last) first.focus();
  else return;
  event.preventDefault();
});
