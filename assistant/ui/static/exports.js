// What a visitor takes along: a conversation as Markdown, Word or print, and judged answers as cases
// of the evals.
function download(name, type, content) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const made = make("a", { href: url, download: name });
  app.append(made);
  made.click();
  made.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

function fileName(ending) {
  const name = titleOf(current).toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 60).replace(/^-|-$/g, "");
  return `${name || "conversation"}.${ending}`;
}

const answered = () => current.exchanges.filter((item) => item.reply);

// Each answer's sources are numbered on from those before it.
function asMarkdown() {
  const parts = [`# ${titleOf(current)}`, ""];
  answered().forEach((item, at) => {
    const said = item.reply.copies.markdown.replace(/\[\^(\d+)\]/g, `[^${at + 1}-$1]`);
    parts.push(`## ${item.question}`, "", said, "");
  });
  return parts.join("\n");
}

async function asWord() {
  const exchanges = answered().map(({ question, reply }) => (
    { question, answer: reply.answer, footnotes: reply.footnotes }));
  let told;
  try {
    told = await call("page_word", { title: titleOf(current), exchanges });
  } catch {
    offline(true);
    return;
  }
  if (told.fault) toast(told.fault);
  else {
    const bytes = Uint8Array.from(atob(told.file), (letter) => letter.charCodeAt(0));
    download(fileName("docx"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", bytes);
  }
}

// One line a judged answer, of all conversations, in the form that the evals read.
function asCases() {
  const judged = conversations.all().flatMap((conversation) => conversation.exchanges.map((item, at) => ({ conversation, item, at })))
    .filter(({ item }) => item.verdict && item.reply);
  return judged.map(({ conversation, item, at }) => JSON.stringify(asCase(conversation, item, at))).join("\n");
}

function asCase(conversation, item, at) {
  return {
    id: `${conversation.id}-${at}`,
    kind: "single",
    question: item.question,
    history: conversation.exchanges.slice(0, at).filter((kept) => kept.reply).flatMap((kept) => [
      { role: "user", content: kept.question }, { role: "assistant", content: kept.reply.answer }]),
    answerable: item.verdict === "useful" ? !["refused", "asked back"].includes(item.reply.outcome) : null,
    answer: item.verdict === "useful" ? item.reply.answer : "",
    documents: item.verdict === "useful" ? [...new Set(item.reply.sources.filter((source) => source.key.startsWith("c")).map((source) => source.id))] : [],
    verdict: item.verdict,
    reason: item.reason || "",
    given: item.reply.answer,
    corpus: item.reply.receipt.corpus,
    version: item.reply.receipt.version,
    at: item.reply.receipt.at,
  };
}

async function sendCase(item) {
  let told;
  try {
    told = await call("page_send", { case: asCase(current, item, current.exchanges.indexOf(item)) });
  } catch {
    offline(true);
    return;
  }
  toast(told.fault || "Sent to the library's owner.");
}

find(".as-markdown").addEventListener("click", () => download(fileName("md"), "text/markdown", asMarkdown()));
find(".as-word").addEventListener("click", asWord);
find(".as-print").addEventListener("click", () => window.print());
find(".as-cases").addEventListener("click", () => {
  const cases = asCases();
  if (cases) download("judged.jsonl", "application/x-ndjson", `${cases}\n`);
  else toast("Judge an answer first: useful or not useful.");
});
