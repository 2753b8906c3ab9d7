// A card at a number: shown while the pointer or the focus is on it.
let cardTimer;

function sourceAt(link) {
  const shown = link.closest(".exchange");
  const item = shown && current.exchanges[Number(shown.dataset.at)];
  const sources = (item && item.reply && item.reply.sources) || [];
  const at = sources.findIndex((source) => source.key === link.dataset.key);
  return at < 0 ? null : { item, sources, at, source: sources[at] };
}

function showCard(link) {
  const found = sourceAt(link);
  // What is open beside needs no card.
  if (!found || link.classList.contains("is-open")) return;
  clearTimeout(cardTimer);
  const card = find("#card");
  card.innerHTML = found.source.card; // Escaped by the server.
  card.hidden = false;
  link.setAttribute("aria-describedby", "card");
  const place = link.getBoundingClientRect();
  const width = Math.min(380, window.innerWidth - 24);
  card.style.width = `${width}px`;
  card.style.left = `${Math.max(12, Math.min(place.left - 20, window.innerWidth - width - 12))}px`;
  // Above it would hide the sentence that it belongs to.
  const isBelow = place.bottom + card.offsetHeight + 16 < window.innerHeight || place.top < card.offsetHeight + 16;
  card.style.top = `${isBelow ? place.bottom + 8 : place.top - card.offsetHeight - 8}px`;
}

function hideCard(soon = true) {
  clearTimeout(cardTimer);
  cardTimer = setTimeout(() => {
    find("#card").hidden = true;
  }, soon ? 150 : 0);
}

const citeOf = (event) => event.target.closest && event.target.closest("a.cite");

app.addEventListener("pointerover", (event) => {
  const link = event.pointerType === "touch" ? null : citeOf(event);
  if (link) showCard(link);
  else if (event.target.closest("#card")) clearTimeout(cardTimer);
});
app.addEventListener("pointerout", (event) => {
  if (citeOf(event) || event.target.closest("#card")) hideCard();
});
app.addEventListener("focusin", (event) => {
  const link = citeOf(event);
  if (link && link.matches(":focus-visible")) showCard(link);
});
app.addEventListener("focusout", (event) => {
  if (citeOf(event)) hideCard();
});
app.addEventListener("click", (event) => {
  const link = citeOf(event);
  if (!link) return;
  event.preventDefault();
  const found = sourceAt(link);
  if (found) {
    hideCard(false);
    openReader(found.sources, found.at, link);
  }
});
