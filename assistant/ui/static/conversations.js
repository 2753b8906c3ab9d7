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
      button("Rename", () => renameConversation(item), { "aria-label": `Rename: ${titleOf(item)}` }),
      confirmed("Delete", "Delete for good?", `Delete: ${titleOf(item)}`, () => deleteConversation(item))));
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
    showConversations();
    find(".new-conversation").focus();
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") rename();
    if (event.key === "Escape") showConversations();
  });
  row.replaceChildren(field, button("Save", rename));
  field.focus();
}

function deleteConversation(item) {
  conversations.remove(item.id);
  if (item.id === current.id) startAnew();
  showConversations();
  find(".new-conversation").focus();
  toast("Deleted.");
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

function showHistory(isShown) {
  find(".history").hidden = !isShown;
  find(".open-history").setAttribute("aria-expanded", String(isShown));
  if (isShown) showConversations();
  (isShown ? find(".new-conversation") : find(".open-history")).focus();
}

find(".open-history").addEventListener("click", () => {
  const isElsewhere = app.dataset.view !== "ask";
  if (isElsewhere) showView("ask");
  showHistory(isElsewhere || find(".history").hidden);
});
find(".close-history").addEventListener("click", () => showHistory(false));
find(".new-conversation").addEventListener("click", () => {
  startAnew();
  if (isNarrow()) showHistory(false);
  find("#question").focus();
});

