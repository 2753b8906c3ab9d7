// Within which documents the next question is asked: chosen in the library or at the box, shown as
// chips that can be removed.
const NARROWED = [["jurisdictions", "Jurisdiction", "jurisdiction"], ["topics", "Topic", "topics"], ["kinds", "Kind", "kind"]];
const CHOSEN = "assistant.filters";
let chosen = readChosen();

// Kept with the draft, for this tab.
function readChosen() {
  const read = (kept) => Object.fromEntries(Object.keys(NO_FILTERS).map((name) => [name, [kept[name]].flat().filter((value) => typeof value === "string")]));
  try {
    return read(JSON.parse(inTab.read(CHOSEN) || "{}") || {});
  } catch {
    return read({});
  }
}

function showChips() {
  inTab.write(CHOSEN, JSON.stringify(chosen));
  const made = Object.entries(chosen).flatMap(([name, values]) => values.map((value) =>
    make("button", { type: "button", class: "chip is-filter", "aria-label": `Remove filter ${value}`, onclick: () => {
      chosen[name] = chosen[name].filter((kept) => kept !== value);
      showChips();
      showNarrow(false);
      box.focus();
    } }, value, icon("close"))));
  find(".chips").replaceChildren(...made);
  find(".open-narrow").classList.toggle("is-set", made.length > 0);
}

function choose(place, topic) {
  chosen = { ...chosen, jurisdictions: place ? [place] : [], topics: topic ? [topic] : [] };
  showChips();
  showView("ask");
  find("#question").focus();
}

async function showNarrow(isShown) {
  const panel = find(".narrow");
  panel.hidden = !isShown;
  find(".open-narrow").setAttribute("aria-expanded", String(isShown));
  if (!isShown) return;
  if (!(await readLibrary())) return;
  panel.replaceChildren(...NARROWED.map(([name, words, field]) => {
    const values = [...new Set(held.flatMap((item) => item[field]))].filter(Boolean).sort();
    const select = make("select", { onchange: () => {
      chosen[name] = select.value ? [select.value] : [];
      showChips();
    } }, make("option", { value: "" }, "all"), ...values.map((value) => make("option", { value }, value)));
    [select.value] = values.includes(chosen[name][0]) ? chosen[name] : [""];
    return make("label", {}, `${words} `, select);
  }));
  find("select", panel).focus();
}

find(".open-narrow").addEventListener("click", () => showNarrow(find(".narrow").hidden));
find(".narrow").addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  showNarrow(false);
  find(".open-narrow").focus();
});
