// Receipts: an answer kept as a file, and looked at again: what has changed since.
function keepReceipt(item) {
  download(fileName("receipt.json"), "application/json", JSON.stringify(item.reply.receipt, null, 1));
}

function linkTo(item) {
  const url = `${location.origin}${location.pathname}#answer=${current.id}/${current.exchanges.indexOf(item)}`;
  copy({ text: url });
}

async function checkReceipt(receipt, shown) {
  const list = make("ul", { class: "changes", role: "status" }, make("li", { class: "quiet" }, "Reading its sources again…"));
  const before = find(".changes", shown);
  if (before) before.replaceWith(list);
  else shown.append(list);
  let told;
  try {
    told = await call("page_check", { receipt });
  } catch {
    offline(true);
    told = { fault: "Connection lost." };
  }
  const lines = told.fault ? [told.fault] : told.changes;
  const since = new Date(receipt.at).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  list.replaceChildren(...(lines.length
    ? [make("li", {}, `Since ${since}:`), ...lines.map((line) => make("li", {}, line))]
    : [make("li", {}, `Nothing has changed since ${since}: every passage was read again.`)]));
}

function openReceipt(receipt) {
  const body = find(".receipt");
  body.hidden = false;
  const lines = String(receipt.answer || "").split("\n").filter(Boolean);
  body.replaceChildren(make("h3", { class: "asked" }, String(receipt.question || "A receipt")),
    ...lines.map((line) => make("p", {}, line)), button("Close", () => { body.hidden = true; }));
  checkReceipt(receipt, body);
  find(".scroller").scrollTop = 0;
}

find(".receipts-file").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  try {
    const receipt = JSON.parse(await file.text());
    if (!receipt || typeof receipt !== "object") throw new Error("no object");
    openReceipt(receipt);
    if (isNarrow()) showHistory(false);
  } catch {
    toast("This file is no receipt of this assistant.");
  }
});

function openLinked() {
  const found = /^#answer=([\w-]+)\/(\d+)$/.exec(location.hash);
  const item = found && conversations.all().find((kept) => kept.id === found[1]);
  if (!item) return false;
  openConversation(item);
  const exchange = current.exchanges[Number(found[2])];
  if (exchange) exchange.shown.scrollIntoView({ block: "start" });
  return true;
}
window.addEventListener("hashchange", openLinked);
