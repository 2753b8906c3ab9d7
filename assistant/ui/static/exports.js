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

function fileName(ending, title = titleOf(current)) {
  const name = title.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 60).replace(/^-|-$/g, "");
  return `${name || "conversation"}.${ending}`;
}

const answered = () => current.exchanges.filter((item) => item.reply);

// What a question was asked within, and what was searched for it, where that is not the question.
const asked = (item) => [within(item), item.reply.searched ? `Searched for: ${item.reply.searched}` : ""].filter(Boolean);

// Each answer's sources are numbered on from those before it.
function asMarkdown() {
  const parts = [`# ${titleOf(current)}`, ""];
  answered().forEach((item, at) => {
    const said = item.reply.copies.markdown.replace(/\[\^(\d+)\]/g, `[^${at + 1}-$1]`);
    parts.push(`## ${item.question}`, "", ...asked(item).flatMap((line) => [`*${line}*`, ""]), said, "");
  });
  return parts.join("\n");
}

async function asWord() {
  const exchanges = answered().map((item) => (
    { question: item.question, asked: asked(item), answer: item.reply.answer, footnotes: item.reply.footnotes,
      told: item.reply.notes }));
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
    history: historyOf(item, conversation.exchanges),
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

const whereAnswered = (take) => () => (answered().length ? take() : toast("There is no answer in this conversation yet."));
find(".as-markdown").addEventListener("click", whereAnswered(() => download(fileName("md"), "text/markdown", asMarkdown())));
find(".as-word").addEventListener("click", whereAnswered(asWord));
find(".as-print").addEventListener("click", whereAnswered(() => window.print()));
// On paper nothing can be unfolded, and it says what it is.
window.addEventListener("beforeprint", () => {
  find(".top").dataset.printed = `${titleOf(current)} · ${new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" })}`;
  for (const folded of findAll(".exchange details:not([open])")) {
    folded.open = true;
    folded.dataset.wasFolded = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const folded of findAll("details[data-was-folded]")) {
    folded.open = false;
    delete folded.dataset.wasFolded;
  }
});
find(".as-cases").addEventListener("click", () => {
  const cases = asCases();
  if (cases) download("judged.jsonl", "application/x-ndjson", `${cases}\n`);
  else toast("Judge an answer first: useful or not useful.");
});
