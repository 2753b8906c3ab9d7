// The page as a whole: its views, its state of loading, the box.
const POLL = 1000;
const WATCH = 20000;
let corpusShown = "";

function showView(name) {
  app.dataset.view = name;
  for (const view of findAll(".view")) view.hidden = !view.classList.contains(`view-${name}`);
  for (const tab of findAll(".views button")) {
    if (tab.dataset.view === name) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  if (name === "library") showLibrary();
  if (name === "evaluation") showEvaluation();
}
for (const tab of findAll(".views button")) tab.addEventListener("click", () => showView(tab.dataset.view));

function showStart() {
  find(".start").hidden = current.exchanges.length > 0;
}

async function readStatus() {
  const told = await call("page_status");
  showStatus(told);
  return told;
}

async function watchStatus() {
  try {
    const told = await readStatus();
    if (told.ready) askLost();
    setTimeout(watchStatus, told.ready ? WATCH : POLL);
  } catch {
    offline(true);
    find(".status").textContent = "Not connected";
    setTimeout(watchStatus, POLL * 3);
  }
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
    status.textContent = told.fault || "Loading the model and the library…";
    return;
  }
  documentsHeld = told.documents;
  find(".owner").hidden = !told.can_change;
  maySend = told.can_change;
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

const box = find("#question");
function grow() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
}
function submit() {
  const text = box.value;
  box.value = "";
  sessionStorage.removeItem(DRAFT);
  grow();
  send(text);
}
const DRAFT = "assistant.draft";
box.value = sessionStorage.getItem(DRAFT) || "";
box.addEventListener("input", () => {
  grow();
  sessionStorage.setItem(DRAFT, box.value);
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
  if (event.key !== "/" || event.ctrlKey || event.metaKey || app.dataset.view !== "ask") return;
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
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hideCard(false);
});

if (isWide() && localStorage.getItem(HISTORY) !== "closed") showHistory(true, false);
const [last] = conversations.all();
if (!openLinked() && last) openConversation(last);
showStart();
grow();
watchStatus();
