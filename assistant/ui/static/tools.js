// What can be done with an answer: copied, judged, edited, asked again, kept.
function toolsOf(item) {
  const { reply } = item;
  const isSmall = !reply || ["asked back", "replied"].includes(reply.outcome);
  const again = button(item.fault ? "Try again" : "Ask again", () => askAnew(item));
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
    button("Changed since?", (event) => checkReceipt(receiptOf(item), event.currentTarget)),
    reply.why ? toggle(button("Why?"), why) : "", reply.why ? why : "");
}

function verdictOf(item, verdict, words, sign) {
  const isGiven = item.verdict === verdict;
  const judge = signed(sign, words, () => {
    item.verdict = item.verdict === verdict ? "" : verdict;
    item.reason = "";
    keep();
    for (const other of findAll("[data-verdict]", item.shown)) other.setAttribute("aria-pressed", String(other.dataset.verdict === item.verdict));
    const asked = find(".reason", item.shown);
    if (asked) asked.remove();
    if (item.verdict) askReason(item, judge);
  }, { "aria-pressed": String(isGiven), "data-verdict": verdict });
  return judge;
}

function askReason(item, judge) {
  const field = make("input", { type: "text", maxlength: "500", "aria-label": "Why? If you like",
    placeholder: "Why? If you like" });
  const save = () => {
    item.reason = field.value.trim();
    keep();
    form.remove();
    judge.focus();
    if (sends && sends.checked) sendCase(item);
    else toast("Saved in this browser.");
  };
  const sends = maySend ? make("input", { type: "checkbox" }) : null;
  const form = make("form", { class: "reason", onsubmit: (event) => { event.preventDefault(); save(); } },
    field, make("button", { type: "submit", class: "quiet-button" }, "Save"),
    sends ? make("label", { class: "quiet" }, sends, " Send question and answer to the library's owner")
      : make("p", { class: "quiet" }, "Kept in this browser alone."));
  find(".tools", item.shown).after(form);
  field.focus();
}

// A question is never cut: one that is nearly too long is counted, one that is too long can't be asked.
const LONGEST = 4000;
function showLength(field, shown) {
  const length = [...field.value.trim()].length;
  const fits = length <= LONGEST;
  const counted = `${length.toLocaleString("en")} of ${LONGEST.toLocaleString("en")} characters`;
  const told = length < LONGEST * 0.8 ? "" : fits ? counted : `${counted}: shorten the question to ask it`;
  if (shown.textContent !== told) shown.textContent = told;
  shown.hidden = !told;
  shown.classList.toggle("is-over", !fits);
  field.setAttribute("aria-invalid", String(!fits));
  return fits;
}

function edit(item) {
  if (find(".editing", item.shown)) {
    find(".editor", item.shown).focus();
    return;
  }
  const field = make("textarea", { class: "editor", rows: "2", "aria-label": "Edit the question" });
  field.value = item.question;
  const leave = () => {
    fillExchange(item);
    findAll(".tools .sign-button", item.shown).find((shown) => shown.title === "Edit").focus();
  };
  const ask = () => {
    if (field.value.trim() && showLength(field, length)) askAnew(item, field.value.trim());
  };
  const length = make("p", { class: "length", role: "status", hidden: true });
  field.addEventListener("input", () => showLength(field, length));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      ask();
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      leave();
    }
  });
  find(".asked", item.shown).replaceWith(make("div", { class: "editing" }, field, button("Ask", ask), button("Cancel", leave), length));
  field.focus();
}

async function copy(copies, told = copies.html ? "Copied with its sources." : "Copied.") {
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
  toast(told);
}
