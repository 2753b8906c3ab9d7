// The page as a whole: its views, its state of loading, the box.
const POLL = 1000;
const WATCH = 20000;
let corpusShown = "";

// A view has an address of its own, so that going back and reloading keep it.
function showView(name) {
  const address = name === "ask" ? "" : `#${name}`;
  if (app.dataset.view !== name && location.hash !== address) history.pushState(null, "", address || location.pathname);
  app.dataset.view = name;
  for (const view of findAll(".view")) view.hidden = !view.classList.contains(`view-${name}`);
  for (const tab of findAll(".views button")) {
    if (tab.dataset.view === name) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  if (name === "library" && (opened.sources[opened.at] || {}).isOfLibrary) closeReader();
  if (name === "library") return showLibrary();
  return name === "evaluation" ? showEvaluation() : Promise.resolve();
}
for (const tab of findAll(".views button")) tab.addEventListener("click", () => showView(tab.dataset.view));

function showAddressed() {
  const named = location.hash.slice(1);
  if (openLinked()) return true;
  const view = ["library", "evaluation"].includes(named) ? named : "ask";
  if (view !== app.dataset.view) showView(view);
  return false;
}
window.addEventListener("popstate", showAddressed);
window.addEventListener("hashchange", showAddressed);

function showStart() {
  find(".start").hidden = current.exchanges.length > 0;
}

async function readStatus() {
  const told = await call("page_status");
  showStatus(told);
  return told;
}

let watching;
async function watchStatus() {
  clearTimeout(watching);
  let next = POLL * 3;
  try {
    const told = await readStatus();
    if (told.ready) askLost();
    next = told.ready ? WATCH : POLL;
  } catch {
    offline(true);
    find(".status").textContent = "Not connected";
  }
  clearTimeout(watching);
  watching = setTimeout(watchStatus, next);
}

// As soon as a connection is found lost, it is looked for often.
function watchSoon() {
  find(".status").textContent = "Not connected";
  clearTimeout(watching);
  watching = setTimeout(watchStatus, POLL * 3);
}

// What was lost with the connection is asked as soon as it is back.
function askLost() {
  for (const item of current.exchanges.filter(isLost)) {
    delete item.fault;
    fillExchange(item);
    queue.push(item);
  }
  askNext();
}

function showStatus(told) {
  const status = find(".status");
  status.classList.toggle("is-fault", Boolean(told.fault));
  if (!told.ready) {
    status.textContent = told.fault ? "Not ready" : "Loading…";
    find(".covers").textContent = told.fault || "Loading the model and the library…";
    return;
  }
  documentsHeld = told.documents;
  find(".owner").hidden = !told.can_change;
  maySend = told.can_change;
  writes = told.writes;
  if (writes && !told.writing_fault) {
    find(".promise").textContent = "A chat model writes the answers; each sentence is shown once code has held it to its sources. Where the library doesn't answer, it says so.";
    find(".how").textContent = "Written by a chat model from sources.";
  }
  find(".writing-fault").hidden = !told.writing_fault;
  find(".writing-fault").textContent = told.writing_fault ? `Answers are quoted, not written: ${told.writing_fault}` : "";
  status.textContent = `Ready · ${told.documents} document${told.documents === 1 ? "" : "s"}`;
  find(".covers").textContent = told.covers;
  find(".covers-not").textContent = told.covers_not;
  const shown = JSON.stringify(told.examples);
  if (shown === corpusShown) return;
  corpusShown = shown;
  find(".examples").replaceChildren(...told.examples.map(({ kind, question }) => make("li", {},
    make("button", { type: "button", class: "example", onclick: () => send(question) },
      make("span", { class: "kind" }, kind, make("span", { class: "hidden" }, ": ")), make("span", { class: "question" }, question)))));
}

// A rule of CSS could tell this (@container), but the framework drops those it doesn't know.
const TIGHT = 620;
new ResizeObserver(([{ contentRect }]) => find(".talk").classList.toggle("is-tight", contentRect.width > 0 && contentRect.width < TIGHT)).observe(find(".talk"));

const box = find("#question");
function grow() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
}
function showBoxLength() {
  const fits = showLength(box, find("#length"));
  find(".send").disabled = !fits;
  return fits;
}
function submit() {
  const text = box.value;
  if (!showBoxLength()) return;
  box.value = "";
  inTab.write(DRAFT, "");
  grow();
  showBoxLength();
  showNarrow(false);
  send(text, chosen);
}
const DRAFT = "assistant.draft";
box.value = inTab.read(DRAFT);
showBoxLength();
box.addEventListener("input", () => {
  grow();
  showBoxLength();
  inTab.write(DRAFT, box.value);
});
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
});
find(".composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
// "/" goes to the box from anywhere in the chat.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || find(".talk").inert || event.ctrlKey || event.metaKey || app.dataset.view !== "ask") return;
  if (event.target.closest && event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  box.focus();
});
find(".stop").addEventListener("click", () => {
  stopAll();
  box.focus();
});
find(".try-again").addEventListener("click", async () => {
  try {
    await readStatus();
    askLost();
  } catch {
    toast("Still not connected.");
  }
});
// Escape closes what lies on top: the card, the list on a narrow page, the source.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  hideCard(false);
  if (isNarrow() && !find(".history").hidden) showHistory(false);
  else if (app.dataset.view === "ask") closeReader(true);
});

if (isWide() && inBrowser.read(HISTORY) !== "closed") showHistory(true, false);
watchStatus();
showChips();
const [last] = conversations.all();
if (!showAddressed() && last) openConversation(last);
showStart();
grow();
