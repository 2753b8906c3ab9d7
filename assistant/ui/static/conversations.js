// Conversations are kept in the visitor's browser alone. A conversation is {id, title, exchanges},
// an exchange {question, filters, reply | fault, verdict}.
const KEPT = "assistant.conversations";
const MOST_KEPT = 60;

const conversations = {
  all() {
    try {
      const found = JSON.parse(localStorage.getItem(KEPT) || "[]");
      return Array.isArray(found) ? found.filter((item) => item && Array.isArray(item.exchanges)) : [];
    } catch {
      return [];
    }
  },
  // The oldest ones go where the browser has no more room.
  write(all) {
    let kept = all.slice(0, MOST_KEPT);
    while (kept.length) {
      try {
        localStorage.setItem(KEPT, JSON.stringify(kept));
        return;
      } catch {
        kept = kept.slice(0, -1);
      }
    }
    localStorage.removeItem(KEPT);
  },
  // What another tab has added to the same conversation stays: this one goes on under a name of its own.
  save(conversation) {
    const kept = this.all().find((item) => item.id === conversation.id);
    const ours = conversation.exchanges.map((item) => item.question);
    const isOurs = !kept || kept.exchanges.every((item, at) => item.question === ours[at]);
    if (!isOurs) conversation.id = newConversation().id;
    const others = this.all().filter((item) => item.id !== conversation.id);
    if (ours.length) this.write([conversation, ...others]);
    return conversation.id;
  },
  remove(id) {
    this.write(this.all().filter((item) => item.id !== id));
  },
};

function newConversation() {
  return { id: `${Date.now()}-${Math.random().toString(36).slice(2)}`, title: "", exchanges: [] };
}

let current = newConversation();

function titleOf(conversation) {
  return conversation.title || (conversation.exchanges[0] || {}).question || "New conversation";
}

function showConversations() {
  const rows = conversations.all().map((item) =>
    make("li", { class: item.id === current.id ? "is-current" : null },
      make("button", { type: "button", class: "conversation", "aria-current": item.id === current.id ? "true" : null,
        onclick: () => openConversation(item) }, titleOf(item)),
      signed("pen", "Rename", () => renameConversation(item), { "aria-label": `Rename: ${titleOf(item)}` }),
      signed("bin", "Delete", () => deleteConversation(item), { "aria-label": `Delete: ${titleOf(item)}` })));
  find(".conversations").replaceChildren(...(rows.length ? rows : [make("li", { class: "quiet" }, "None yet.")]));
}

function renameConversation(item) {
  const row = findAll(".conversation").find((shown) => shown.textContent === titleOf(item)).closest("li");
  const field = make("input", { type: "text", value: titleOf(item), "aria-label": "New name", maxlength: "120" });
  const rename = () => {
    const title = field.value.trim();
    if (title) {
      if (item.id === current.id) current.title = title;
      conversations.write(conversations.all().map((kept) => (kept.id === item.id ? { ...kept, title } : kept)));
    }
    leave();
  };
  const leave = () => {
    showConversations();
    const at = conversations.all().findIndex((kept) => kept.id === item.id);
    findAll(".conversation")[at].focus();
  };
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    // Else the key would press what has the focus next.
    event.preventDefault();
    if (event.key === "Enter") rename();
    else leave();
  });
  row.replaceChildren(field, button("Save", rename));
  field.focus();
}

function deleteConversation(item) {
  const before = conversations.all();
  const isOpen = item.id === current.id;
  conversations.remove(item.id);
  if (isOpen) startAnew();
  showConversations();
  find(".new-conversation").focus();
  toast("Deleted.", button("Undo", () => {
    // At its old place, among those that are there now.
    const now = conversations.all();
    now.splice(Math.min(before.findIndex((kept) => kept.id === item.id), now.length), 0, item);
    conversations.write(now);
    if (isOpen && !current.exchanges.length) openConversation(item);
    showConversations();
    hideToast();
    find(".new-conversation").focus();
  }));
}

function openConversation(item) {
  leaveAll();
  current = { ...item, exchanges: [] };
  find(".exchanges").replaceChildren();
  for (const kept of item.exchanges) addExchange({ ...kept });
  // What was still to be answered when the page was left is asked now.
  queue.push(...current.exchanges.filter((kept) => !kept.reply && !kept.fault));
  closeReader();
  showStart();
  if (isNarrow()) showHistory(false);
  showConversations();
  const last = current.exchanges[current.exchanges.length - 1];
  if (last) last.shown.scrollIntoView({ block: "start" });
  askNext();
}

function startAnew() {
  leaveAll();
  current = newConversation();
  find(".exchanges").replaceChildren();
  closeReader();
  showStart();
  showConversations();
}

const HISTORY = "assistant.history";

function showHistory(isShown, takesFocus = true) {
  find(".history").hidden = !isShown;
  find(".open-history").setAttribute("aria-expanded", String(isShown));
  if (isShown) showConversations();
  if (!takesFocus) return;
  if (isWide()) localStorage.setItem(HISTORY, isShown ? "open" : "closed");
  (isShown ? find(".new-conversation") : find(".open-history")).focus();
}

find(".open-history").addEventListener("click", () => {
  const isSeen = find(".history").offsetParent !== null;
  if (app.dataset.view !== "ask") showView("ask");
  // Where there is no room for both, the list takes the place of the source.
  if (!isSeen && app.clientWidth < 1400) closeReader();
  showHistory(!isSeen);
});
// A page that has become narrow has no room for the list beside the conversation.
matchMedia("(max-width: 999px)").addEventListener("change", (narrow) => narrow.matches && showHistory(false, false));
find(".close-history").addEventListener("click", () => showHistory(false));
find(".new-conversation").addEventListener("click", () => {
  startAnew();
  if (isNarrow()) showHistory(false);
  find("#question").focus();
});

