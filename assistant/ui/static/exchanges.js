// Questions and what came back. They are asked one after the other, for each goes on from those
// before it; the box is free all the while, and nothing is ever written into it.
const STOPPED = "Stopped.";
const LOST = "Connection lost. Your question is kept.";
const isLost = (item) => item.fault === LOST;
const queue = [];
let asking = null;
let documentsHeld = 0;
let maySend = false;
let writes = false;

const NO_FILTERS = { topics: [], jurisdictions: [], kinds: [] };

// A question that the page itself offers is asked as it stands: of the whole library, or of what the
// answer was asked of that it goes on from.
function send(text, filters = NO_FILTERS) {
  const question = text.trim();
  if (!question) return;
  const item = { question, filters: JSON.parse(JSON.stringify(filters)) };
  addExchange(item);
  keep();
  showStart();
  item.shown.scrollIntoView({ block: "start" });
  queue.push(item);
  toBox();
  askNext();
}

// Asks a question anew at its place, and with its own filters: after a fault, or changed.
function askAnew(item, question = item.question, filters = item.filters) {
  const at = queue.indexOf(item);
  if (at >= 0) queue.splice(at, 1);
  for (const part of ["reply", "fault", "isBusy", "verdict", "reason"]) delete item[part];
  Object.assign(item, { question, filters });
  queue.push(item);
  fillExchange(item);
  keep();
  item.shown.scrollIntoView({ block: "start" });
  toBox();
  askNext();
}

// On a screen that is touched the focus would bring up a keyboard over the answer.
function toBox() {
  if (!matchMedia("(pointer: coarse)").matches) find("#question").focus({ preventScroll: true });
}

async function askNext() {
  if (asking || !queue.length) return;
  const item = (asking = queue.shift());
  showStop();
  fillExchange(item);
  item.controls = { isStopped: false, draft: newKey() };
  const { controls } = item;
  if (writes) followDraft(item, controls);
  const conversation = current;
  let told;
  try {
    told = await call("page_ask", { question: item.question, history: historyOf(item), filters: item.filters, draft: controls.draft });
  } catch {
    told = { fault: LOST };
    offline(true);
  }
  if (!controls.isStopped) finish(item, told, conversation);
  if (asking === item) asking = null;
  showStop();
  askNext();
}

// What a chat model has written so far stands there as it grows.
const LOOK = 200;
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");
async function followDraft(item, controls) {
  while (asking === item && item.controls === controls && !controls.isStopped) {
    await new Promise((done) => setTimeout(done, LOOK));
    const told = await reach("page_so_far", { draft: controls.draft });
    if (asking !== item || controls.isStopped || !told || !told.html || told.html === controls.html) continue;
    controls.html = told.html;
    fillExchange(item);
  }
}

function finish(item, told, conversation) {
  if (told.fault) Object.assign(item, { fault: told.fault, isBusy: told.busy });
  else item.reply = told;
  if (conversation !== current) return;
  fillExchange(item);
  if (isNearby(item.shown)) item.shown.scrollIntoView({ block: "start" });
  keep();
}

// Whoever reads elsewhere meanwhile is not moved.
function isNearby(shown) {
  const view = find(".scroller").getBoundingClientRect();
  const place = shown.getBoundingClientRect();
  return place.top < view.bottom && place.bottom > view.top;
}

function stopAll() {
  const stopped = leaveAll();
  for (const item of stopped) {
    item.fault = STOPPED;
    fillExchange(item);
  }
  keep();
}

// What is still to be answered is left to be asked when the conversation is opened again.
function leaveAll() {
  const left = [asking, ...queue].filter(Boolean);
  for (const item of left) {
    if (!item.controls || item.controls.isStopped) continue;
    item.controls.isStopped = true;
    if (writes) reach("page_stop", { draft: item.controls.draft });
  }
  queue.length = 0;
  asking = null;
  showStop();
  return left;
}

function showStop() {
  const stop = find(".stop");
  const hadFocus = document.activeElement === stop;
  stop.hidden = !queue.length && !asking;
  if (hadFocus && stop.hidden) find("#question").focus();
}

function addExchange(item) {
  item.id = item.id || newId();
  item.shown = make("li", { class: "exchange", "data-at": String(current.exchanges.length) });
  current.exchanges.push(item);
  find(".exchanges").append(item.shown);
  fillExchange(item);
}

function fillExchange(item) {
  const isPending = !item.reply && !item.fault;
  item.shown.classList.toggle("is-pending", isPending);
  item.shown.replaceChildren(
    make("h3", { class: "asked" }, item.question),
    filtersOf(item),
    make("div", { class: "reply-body" }, ...(isPending ? [pending(item)] : replyOf(item))),
    isPending || !item.reply ? "" : choicesOf(item),
    isPending ? "" : toolsOf(item),
    isPending ? "" : nextOf(item),
    item.reply ? printedSources(item) : "");
}

function pending(item) {
  if (item !== asking) {
    return make("p", { class: "pending", role: "status" }, "Waiting for its turn… ", button("Don't ask", () => {
      const at = queue.indexOf(item);
      if (at >= 0) queue.splice(at, 1);
      item.fault = STOPPED;
      fillExchange(item);
      keep();
    }));
  }
  const { html } = item.controls || {};
  if (html) {
    return make("div", {}, make("div", { html, inert: "" }), make("p", { class: "pending", role: "status" }, "Writing…"));
  }
  const held = documentsHeld ? `Searching ${documentsHeld} documents…` : "Searching…";
  return make("p", { class: "pending", role: "status" }, held);
}

const within = (item) => {
  const named = Object.values(item.filters || {}).flat();
  return named.length ? `Within ${named.join(", ")}` : "";
};
const filtersOf = (item) => (within(item) ? make("p", { class: "quiet" }, within(item)) : "");

function replyOf(item) {
  if (item.fault === STOPPED) return [make("p", { class: "quiet" }, item.fault)];
  if (item.fault) return [make("p", { class: `notice${item.isBusy || isLost(item) ? " is-waiting" : ""}` }, item.fault)];
  const { reply } = item;
  return [
    make("div", { html: reply.html }),
    reply.line ? make("p", { class: "line", html: reply.line }) : null,
  ].filter(Boolean);
}

function printedSources(item) {
  return make("ol", { class: "printed" }, ...Object.entries(item.reply.footnotes || {}).map(([number, words]) => (
    make("li", { value: number }, words))));
}

const chip = (text, onclick) => make("li", {}, make("button", { type: "button", class: "chip", onclick }, text));
const choicesOf = (item) => chipsOf(item.reply.choices.map((text) => chip(text, () => send(text, item.filters))));

function nextOf(item) {
  if (!item.reply) return "";
  const isNarrowed = within(item) && item.reply.outcome === "refused";
  return chipsOf([
    ...(isNarrowed ? [chip("Ask the whole library", () => {
      chosen = { ...NO_FILTERS };
      showChips();
      askAnew(item, item.question, NO_FILTERS);
    })] : []),
    ...item.reply.follow_ups.map((text) => chip(text, () => send(text, item.filters)))]);
}

const chipsOf = (chips) => (chips.length ? make("ul", { class: "next", "aria-label": "Questions to go on with" }, ...chips) : "");
