// What can be done with an answer: copied, judged, edited, asked again, kept.
function toolsOf(item) {
  const { reply } = item;
  const isSmall = !reply || ["asked back", "replied"].includes(reply.outcome);
  const again = button(item.fault ? "Try again" : "Ask again", () => send(item.question));
  const change = signed("pen", "Edit", () => edit(item));
  const tools = make("div", { class: "tools", role: "group", "aria-label": "What to do with this answer" });
  if (isSmall) tools.append(again, change);
  else {
    const more = moreOf(item, again);
    tools.append(signed("copy", "Copy", () => copy(reply.copies)), verdictOf(item, "useful", "Useful", "up"),
      verdictOf(item, "not useful", "Not useful", "down"), change, toggle(signed("more", "More"), more), more);
  }
  return tools;
}

// A button that shows and hides what it belongs to.
function toggle(control, shown) {
  shown.hidden = true;
  control.setAttribute("aria-expanded", "false");
  control.addEventListener("click", () => {
    shown.hidden = !shown.hidden;
    control.setAttribute("aria-expanded", String(!shown.hidden));
  });
  return control;
}

function moreOf(item, again) {
  const { reply } = item;
  const why = make("div", { class: "why", html: reply.why });
  return make("div", { class: "more" },
    reply.copies.csv ? button("Copy as CSV", () => copy({ text: reply.copies.csv })) : "",
    again,
    button("Receipt", () => keepReceipt(item), { title: "A file with the answer, its quotes and the state of the library" }),
    button("Link", () => linkTo(item), { title: "A link to this answer, for this browser" }),
    button("Changed since?", () => checkReceipt(reply.receipt, item.shown)),
    reply.why ? toggle(button("Why?"), why) : "", reply.why ? why : "");
}

function verdictOf(item, verdict, words, sign) {
  const isGiven = item.verdict === verdict;
  return signed(sign, words, () => {
    item.verdict = isGiven ? "" : verdict;
    keep();
    fillExchange(item);
    if (item.verdict) askReason(item);
  }, { "aria-pressed": String(isGiven) });
}

function askReason(item) {
  const field = make("input", { type: "text", maxlength: "500", "aria-label": "Why? (kept in this browser)",
    placeholder: "Why? (kept in this browser)", value: item.reason || "" });
  const save = () => {
    item.reason = field.value.trim();
    keep();
    form.remove();
    if (sends && sends.checked) sendCase(item);
    else toast("Saved in this browser.");
  };
  const sends = maySend ? make("input", { type: "checkbox" }) : null;
  const form = make("form", { class: "reason", onsubmit: (event) => { event.preventDefault(); save(); } },
    field, make("button", { type: "submit", class: "quiet-button" }, "Keep"),
    sends ? make("label", { class: "quiet" }, sends, " Send question and answer to the library's owner") : "");
  find(".tools", item.shown).after(form);
  field.focus();
}

function edit(item) {
  const field = make("textarea", { class: "editor", maxlength: "4000", rows: "2", "aria-label": "Edit the question" });
  field.value = item.question;
  const leave = () => {
    fillExchange(item);
    findAll(".tools .sign-button", item.shown).find((shown) => shown.title === "Edit").focus();
  };
  const ask = () => {
    if (!field.value.trim()) return;
    fillExchange(item);
    send(field.value);
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      ask();
    }
    if (event.key === "Escape") leave();
  });
  find(".asked", item.shown).replaceWith(make("div", { class: "editing" }, field, button("Ask", ask), button("Cancel", leave)));
  field.focus();
}

async function copy(copies) {
  try {
    if (copies.html && window.ClipboardItem) {
      const blob = (type, content) => new Blob([content], { type });
      await navigator.clipboard.write([new ClipboardItem({
        "text/plain": blob("text/plain", copies.text), "text/html": blob("text/html", copies.html) })]);
    } else await navigator.clipboard.writeText(copies.text);
  } catch {
    const field = make("textarea", { class: "hidden" });
    field.value = copies.text;
    app.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  toast(copies.html ? "Copied with its sources." : "Copied.");
}
