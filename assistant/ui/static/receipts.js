// Receipts: an answer kept as a file, and looked at again: what has changed since.
function keepReceipt(item) {
  download(fileName("receipt.json", item.question), "application/json", JSON.stringify(receiptOf(item), null, 1));
}

function linkTo(item) {
  const url = `${location.origin}${location.pathname}#answer=${current.id}/${current.exchanges.indexOf(item)}`;
  copy({ text: url }, "Copied. The link works in this browser alone.");
}

// Tells behind ``after`` what has changed since a receipt was given.
async function checkReceipt(receipt, after) {
  const list = make("div", { class: "changes", role: "status" }, make("p", { class: "quiet" }, "Reading its sources again…"));
  const before = after.nextElementSibling;
  if (before && before.classList.contains("changes")) before.remove();
  after.after(list);
  let told;
  try {
    told = await call("page_check", { receipt });
  } catch {
    offline(true);
    told = { fault: "Connection lost." };
  }
  const lines = told.fault ? [told.fault] : told.changes;
  const since = dayWritten(receipt);
  list.replaceChildren(...(lines.length
    ? [make("p", {}, `Since ${since}:`), make("ul", {}, ...lines.map((line) => make("li", {}, line)))]
    : [make("p", {}, `Nothing has changed since ${since}: every passage was read again.`)]));
  list.scrollIntoView({ block: "nearest" });
  return told;
}

const dayWritten = ({ at }) => (isText(at) && /^\d{4}-\d\d-\d\d/.test(at) ? written(at.slice(0, 10)) : "a day that is not told");

async function openReceipt(receipt) {
  const body = find(".receipt");
  body.hidden = false;
  const said = make("div", { class: "answer" });
  const close = button("Close", closeReceipt);
  body.replaceChildren(make("p", { class: "quiet" }, `A receipt of ${dayWritten(receipt)}`),
    make("h3", { class: "asked" }, isText(receipt.question) ? receipt.question : ""), said, close);
  find(".start").hidden = true;
  find(".scroller").scrollTop = 0;
  const told = await checkReceipt(receipt, find(".asked", body));
  if (told.html) said.innerHTML = told.html; // Escaped by the server.
  else if (told.fault) find(".asked", body).remove();
}

function closeReceipt() {
  find(".receipt").hidden = true;
  showStart();
}

find(".receipts-file").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  try {
    const receipt = JSON.parse(await file.text());
    if (!isObject(receipt)) throw new Error("no object");
    if (isNarrow()) showHistory(false);
    openReceipt(receipt);
  } catch {
    toast("This file is no receipt of this assistant.");
  }
});

// The answer that the page's address names, if this browser has it, or the document.
function openLinked() {
  const named = /^#document=(.+)$/.exec(location.hash);
  if (named) return openNamed(named[1]);
  const found = /^#answer=([\w-]+)\/(\d+)$/.exec(location.hash);
  if (!found) return false;
  const item = conversations.all().find((kept) => kept.id === found[1]);
  if (!item) {
    toast("That answer is kept in the browser it was asked in.");
    return false;
  }
  if (app.dataset.view !== "ask") showView("ask");
  openConversation(item);
  const exchange = current.exchanges[Number(found[2])];
  if (exchange) exchange.shown.scrollIntoView({ block: "start" });
  return true;
}

function openNamed(written) {
  let id = "";
  try {
    id = decodeURIComponent(written);
  } catch {
    return false;
  }
  if (app.dataset.view !== "ask") showView("ask");
  openReader([{ id, title: id }], 0, null);
  return true;
}
