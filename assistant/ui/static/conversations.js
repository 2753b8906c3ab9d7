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
  save(conversation) {
    const done = conversation.exchanges.filter((item) => item.reply || item.fault);
    const others = this.all().filter((item) => item.id !== conversation.id);
    if (done.length) this.write([{ ...conversation, exchanges: done }, ...others]);
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
      button("Delete", () => deleteConversation(item), { "aria-label": `Delete: ${titleOf(item)}` })));
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
  toast("Deleted.");
}

function openConversation(item) {
  stopAll();
  current = { ...item, exchanges: [] };
  find(".exchanges").replaceChildren();
  for (const kept of item.exchanges) addExchange({ ...kept });
  closeReader();
  showStart();
  if (isNarrow()) showHistory(false);
  showConversations();
  find(".scroller").scrollTop = find(".scroller").scrollHeight;
}

function startAnew() {
  stopAll();
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

find(".open-history").addEventListener("click", () => showHistory(find(".history").hidden));
find(".close-history").addEventListener("click", () => showHistory(false));
find(".new-conversation").addEventListener("click", () => {
  startAnew();
  if (isNarrow()) showHistory(false);
  find("#question").focus();
});

