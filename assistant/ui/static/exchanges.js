// Questions and what came back. They are asked one after the other, for each goes on from those
// before it; the box is free all the while, and nothing is ever written into it.
const STOPPED = "Stopped.";
const LOST = "Connection lost. Your question is kept.";
const isLost = (item) => item.fault === LOST;
const queue = [];
let asking = null;
let documentsHeld = 0;
let maySend = false;

function send(text) {
  const question = text.trim();
  if (!question) return;
  const filters = JSON.parse(JSON.stringify(chosen));
  const item = { question, filters };
  addExchange(item);
  keep();
  showStart();
  item.shown.scrollIntoView({ block: "start" });
  queue.push(item);
  askNext();
}

async function askNext() {
  if (asking || !queue.length) return;
  const item = (asking = queue.shift());
  find(".stop").hidden = false;
  fillExchange(item);
  item.controls = { isStopped: false };
  const { controls } = item;
  const before = current.exchanges.slice(0, current.exchanges.indexOf(item));
  const history = before.filter((kept) => kept.reply).flatMap((kept) => [
    { role: "user", content: kept.question },
    { role: "assistant", content: kept.reply.answer },
  ]);
  const conversation = current;
  let told;
  try {
    told = await call("page_ask", { question: item.question, history, filters: item.filters });
  } catch {
    told = { fault: LOST };
    offline(true);
  }
  if (!controls.isStopped) finish(item, told, conversation);
  if (asking === item) asking = null;
  find(".stop").hidden = !queue.length && !asking;
  askNext();
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

function keep() {
  // A question that was lost with the connection is still to be answered.
  const plain = current.exchanges.map(({ question, filters, reply, fault, verdict, reason }) => (
    { question, filters, reply, fault: isLost({ fault }) ? undefined : fault, verdict, reason }));
  current.id = conversations.save({ id: current.id, title: current.title, exchanges: plain });
  if (!find(".history").hidden) showConversations();
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
  for (const item of left) if (item.controls) item.controls.isStopped = true;
  queue.length = 0;
  asking = null;
  find(".stop").hidden = true;
  return left;
}

function addExchange(item) {
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
  if (item !== asking) return make("p", { class: "pending", role: "status" }, "Waiting for its turn…");
  const held = documentsHeld ? `Searching ${documentsHeld} documents…` : "Searching…";
  return make("p", { class: "pending", role: "status" }, held);
}

function filtersOf(item) {
  const named = Object.values(item.filters || {}).flat();
  return named.length ? make("p", { class: "quiet" }, `Within ${named.join(", ")}`) : "";
}

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

const choicesOf = (item) => chipsOf(item.reply.choices);
const nextOf = (item) => chipsOf(item.reply ? item.reply.follow_ups : []);

function chipsOf(texts) {
  if (!texts.length) return "";
  return make("ul", { class: "next", "aria-label": "Questions to go on with" },
    ...texts.map((text) => make("li", {}, make("button", { type: "button", class: "chip", onclick: () => send(text) }, text))));
}
