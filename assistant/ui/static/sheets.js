// The page of a PDF on which a quote stands, as it is printed, with the quote marked.
function sheetOf(source, page) {
  const holder = make("div", { class: "sheet-holder quiet", role: "status" }, "Drawing the page…");
  const sheet = make("details", { class: "sheet", open: true }, make("summary", {}, `Page ${page} as printed`), holder);
  drawSheet(source, sheet, holder);
  return sheet;
}

async function drawSheet(source, sheet, holder) {
  let told;
  try {
    told = await call("page_sheet", { id: source.id, start: source.start, end: source.end });
  } catch {
    told = { fault: "The page can't be shown while the connection is lost." };
  }
  if (told.fault) {
    holder.replaceChildren(told.fault);
    return;
  }
  find("summary", sheet).textContent = `Page ${told.page} of ${told.pages} as printed`;
  const picture = make("img", { src: told.picture, alt: `Page ${told.page}; what is quoted is marked, and stands as text below.` });
  const boxes = told.boxes.map(([x, y, width, height]) => make("span", {
    class: "box",
    style: `left:${x * 100}%;top:${y * 100}%;width:${width * 100}%;height:${height * 100}%`,
  }));
  const paper = make("div", { class: "paper", style: `aspect-ratio:${told.ratio}` }, picture, ...boxes);
  holder.removeAttribute("role");
  holder.replaceChildren(paper);
  holder.tabIndex = 0;
  holder.setAttribute("aria-label", `Page ${told.page} as printed`);
  // What is quoted stands in the middle of what can be seen of the page.
  picture.addEventListener("load", () => {
    const [first] = told.boxes;
    if (first) holder.scrollTop = Math.max(0, first[1] * paper.offsetHeight - holder.clientHeight / 2);
  });
}
