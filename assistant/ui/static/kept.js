// Conversations are kept in the visitor's browser alone. A conversation is {id, title, exchanges},
// an exchange {id, question, filters, reply | fault, verdict, reason}.
const KEPT = "assistant.conversations";
const MOST_KEPT = 60;
const OUTDATED = "This answer was kept by another version of the page. Ask again to have it anew.";

const isText = (value) => typeof value === "string";
const isObject = (value) => Boolean(value) && typeof value === "object" && !Array.isArray(value);
const isTexts = (value) => Array.isArray(value) && value.every(isText);

// Whether a reply has all that the page shows of one.
function isWhole(reply) {
  return isObject(reply) && [reply.html, reply.answer, reply.outcome].every(isText) && isTexts(reply.choices) && isTexts(reply.follow_ups)
    && Array.isArray(reply.sources) && isObject(reply.copies) && isObject(reply.footnotes) && isObject(reply.receipt);
}

// An exchange as it was kept, whatever wrote it.
function readExchange(kept, at) {
  if (!isObject(kept) || !isText(kept.question)) return null;
  const filters = isObject(kept.filters) ? kept.filters : {};
  const read = { ...kept, id: isText(kept.id) ? kept.id : `n${at}`, filters: Object.fromEntries(Object.keys(NO_FILTERS).map((name) => [name, isTexts(filters[name]) ? filters[name] : []])) };
  if (read.reply && !isWhole(read.reply)) return { id: read.id, question: read.question, filters: read.filters, fault: OUTDATED };
  return read;
}

function readConversation(kept) {
  if (!isObject(kept) || !isText(kept.id) || !Array.isArray(kept.exchanges)) return null;
  const exchanges = kept.exchanges.map(readExchange).filter(Boolean);
  return exchanges.length ? { id: kept.id, title: isText(kept.title) ? kept.title : "", exchanges } : null;
}

const conversations = {
  all() {
    try {
      const found = JSON.parse(inBrowser.read(KEPT) || "[]");
      return Array.isArray(found) ? found.map(readConversation).filter(Boolean) : [];
    } catch {
      return [];
    }
  },
  find(id) {
    return this.all().find((item) => item.id === id);
  },
  // Where the browser has no more room the oldest ones are given up, and that is said. What can't be
  // kept even so leaves what was kept before as it is.
  write(all) {
    let kept = all.slice(0, MOST_KEPT);
    while (kept.length > 1 && !inBrowser.write(KEPT, JSON.stringify(kept))) kept = kept.slice(0, -1);
    if (kept.length < 2 && !inBrowser.write(KEPT, JSON.stringify(kept))) {
      toast("This browser has no room to keep this conversation; take it along, or delete others.");
    } else if (kept.length < Math.min(all.length, MOST_KEPT)) {
      toast("No more room in this browser: the oldest conversations were given up.");
    }
  },
  // What another tab has added to the same conversation stays: this one goes on under a name of its own.
  save(conversation) {
    const all = this.all();
    const kept = all.find((item) => item.id === conversation.id);
    const ours = new Set(conversation.exchanges.map((item) => item.id));
    const isOurs = !kept || kept.exchanges.every((item) => ours.has(item.id));
    if (!isOurs) conversation.id = newConversation().id;
    if (conversation.exchanges.length) this.write([conversation, ...all.filter((item) => item.id !== conversation.id)]);
    return conversation.id;
  },
  remove(id) {
    this.write(this.all().filter((item) => item.id !== id));
  },
};

const newId = () => `${Date.now()}-${Math.random().toString(36).slice(2)}`;

function newConversation() {
  return { id: newId(), title: "", exchanges: [] };
}

let current = newConversation();

// What came before an exchange, as the assistant is told of it.
function historyOf(item, exchanges = current.exchanges) {
  return exchanges.slice(0, exchanges.indexOf(item)).filter((kept) => kept.reply).flatMap((kept) => [
    { role: "user", content: kept.question }, { role: "assistant", content: kept.reply.answer }]);
}

// The history of a receipt is the conversation before it, and kept once.
const slim = (reply) => reply && { ...reply, receipt: { ...reply.receipt, history: undefined } };
const receiptOf = (item) => ({ ...item.reply.receipt, history: item.reply.receipt.history || historyOf(item) });

function keep() {
  // A question that was lost with the connection is still to be answered.
  const exchanges = current.exchanges.map(({ id, question, filters, reply, fault, verdict, reason }) => (
    { id, question, filters, reply: slim(reply), fault: isLost({ fault }) ? undefined : fault, verdict, reason }));
  current.id = conversations.save({ id: current.id, title: current.title, exchanges });
  if (!find(".history").hidden) showConversations();
}

// What another tab did to this conversation is taken over: its name, judgements, answers and questions.
function takeOver() {
  const kept = conversations.find(current.id);
  if (!kept) {
    // It was deleted there; what is asked here from now on is another one.
    if (current.exchanges.some((item) => item.reply)) {
      current.id = newConversation().id;
      toast("Another tab has deleted this conversation. What is asked here now is kept as a new one.");
    }
    return;
  }
  current.title = kept.title;
  for (const theirs of kept.exchanges) {
    const ours = current.exchanges.find((item) => item.id === theirs.id);
    const isOther = ours && theirs.reply && (!ours.reply || ours.verdict !== theirs.verdict || ours.question !== theirs.question);
    if (!ours) addExchange({ ...theirs });
    else if (isOther && ours !== asking && !find(".editing", ours.shown)) {
      Object.assign(ours, { question: theirs.question, reply: theirs.reply, verdict: theirs.verdict, reason: theirs.reason, fault: undefined });
      fillExchange(ours);
    }
  }
}

window.addEventListener("storage", (event) => {
  if (event.key !== KEPT) return;
  takeOver();
  showStart();
  if (!find(".history").hidden) showConversations();
});
