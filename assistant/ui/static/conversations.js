// The list of conversations: opened, renamed, deleted and had back.
function titleOf(conversation) {
  return conversation.title || (conversation.exchanges[0] || {}).question || "New conversation";
}

function showConversations() {
  const list = find(".conversations");
  // Nobody loses the name they are typing, or their place in the list.
  if (find("input", list)) return;
  const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") || document.activeElement.title : "";
  const rows = conversations.all().map((item) => {
    const row = make("li", { class: item.id === current.id ? "is-current" : null },
      make("button", { type: "button", class: "conversation", title: titleOf(item), "aria-current": item.id === current.id ? "true" : null,
        onclick: () => openKept(item.id) }, titleOf(item)),
      signed("pen", "Rename", () => renameConversation(item, row), { "aria-label": `Rename: ${titleOf(item)}` }),
      signed("bin", "Delete", () => deleteConversation(item), { "aria-label": `Delete: ${titleOf(item)}` }));
    return row;
  });
  list.replaceChildren(...(rows.length ? rows : [make("li", { class: "quiet" }, "None yet.")]));
  const again = focused && findAll("button", list).find((shown) => [shown.getAttribute("aria-label"), shown.title].includes(focused));
  if (again) again.focus();
}

// Opens a conversation as it is kept now; one that is open already stays as it is.
function openKept(id) {
  if (id === current.id) {
    if (isNarrow()) showHistory(false);
    return;
  }
  const item = conversations.find(id);
  if (item) openConversation(item);
  else showConversations();
}

function renameConversation(item, row) {
  const field = make("input", { type: "text", value: titleOf(item).slice(0, 120), "aria-label": "New name", maxlength: "120" });
  const rename = (takesFocus = true) => {
    const title = field.value.trim();
    if (title) {
      if (item.id === current.id) current.title = title;
      conversations.write(conversations.all().map((kept) => (kept.id === item.id ? { ...kept, title } : kept)));
    }
    leave(takesFocus);
  };
  let isOver = false;
  const leave = (takesFocus = true) => {
    isOver = true;
    field.remove();
    showConversations();
    const at = conversations.all().findIndex((kept) => kept.id === item.id);
    const shown = findAll(".conversation")[at];
    if (takesFocus && shown) shown.focus();
  };
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    // Else the key would press what has the focus next.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") rename();
    else leave();
  });
  // Whoever goes elsewhere keeps what was typed.
  field.addEventListener("blur", () => !isOver && rename(false));
  row.replaceChildren(field);
  field.focus();
  field.select();
}

// Deleted ones can be had back as long as that is offered.
let deleted = [];

function deleteConversation(item) {
  if (!find(".toast.shown .undo")) deleted = [];
  deleted.push({ item, at: conversations.all().findIndex((kept) => kept.id === item.id), isOpen: item.id === current.id });
  conversations.remove(item.id);
  if (item.id === current.id) startAnew();
  showConversations();
  find(".new-conversation").focus();
  toast(deleted.length > 1 ? `${deleted.length} conversations deleted.` : "Conversation deleted.", button("Undo", undelete, { class: "quiet-button undo" }));
}

function undelete() {
  const kept = conversations.all();
  for (const { item, at } of deleted.reverse()) kept.splice(Math.min(at, kept.length), 0, item);
  conversations.write(kept);
  const open = deleted.find((entry) => entry.isOpen);
  if (open && !current.exchanges.length) openConversation(open.item);
  deleted = [];
  hideToast();
  showConversations();
  find(".new-conversation").focus();
}

function openConversation(item) {
  leaveAll();
  forgetAddress();
  current = { ...item, exchanges: [] };
  find(".exchanges").replaceChildren();
  for (const kept of item.exchanges) addExchange({ ...kept });
  // What was still to be answered when the page was left is asked now.
  queue.push(...current.exchanges.filter((kept) => !kept.reply && !kept.fault));
  closeReader();
  find(".receipt").hidden = true;
  showStart();
  if (isNarrow() && !find(".history").hidden) showHistory(false);
  else showConversations();
  const last = current.exchanges[current.exchanges.length - 1];
  if (last) last.shown.scrollIntoView({ block: "start" });
  askNext();
}

// An address that names an answer holds no longer than that answer is open.
function forgetAddress() {
  if (location.hash.startsWith("#answer=")) history.replaceState(null, "", location.pathname);
}

function startAnew() {
  leaveAll();
  forgetAddress();
  current = newConversation();
  find(".exchanges").replaceChildren();
  closeReader();
  find(".receipt").hidden = true;
  showStart();
  showConversations();
}

const HISTORY = "assistant.history";

function showHistory(isShown, takesFocus = true) {
  find(".history").hidden = !isShown;
  find(".shade").hidden = !isShown;
  find(".open-history").setAttribute("aria-expanded", String(isShown));
  if (isShown) showConversations();
  if (!takesFocus) return;
  if (isWide()) inBrowser.write(HISTORY, isShown ? "open" : "closed");
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
matchMedia("(max-width: 999px)").addEventListener("change", (narrow) => {
  if (matchMedia("print").matches) return;
  if (narrow.matches) showHistory(false, false);
  setModal(narrow.matches && !find(".reader").hidden);
});
find(".shade").addEventListener("click", () => showHistory(false));
find(".close-history").addEventListener("click", () => showHistory(false));
find(".new-conversation").addEventListener("click", () => {
  startAnew();
  if (isNarrow()) showHistory(false);
  find("#question").focus();
});

