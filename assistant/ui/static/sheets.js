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
    class: "marked-box",
    style: `left:${x * 100}%;top:${y * 100}%;width:${width * 100}%;height:${height * 100}%`,
  }));
  const paper = make("div", { class: "paper", style: `aspect-ratio:${told.ratio}` }, picture, ...boxes);
  holder.removeAttribute("role");
  holder.replaceChildren(paper);
  holder.tabIndex = 0;
  holder.setAttribute("aria-label", `Page ${told.page} as printed`);
  picture.addEventListener("load", () => showMark(holder, paper, told.boxes));
}

// What is quoted stands in the middle of what can be seen of the page. Its first line may begin far
// to the right of the others, so it is their column that is shown: from its left, where it is wider.
function showMark(holder, paper, boxes) {
  const [first] = boxes;
  if (!first) return;
  const column = boxes.filter(([x, , width]) => x < first[0] + first[2] && first[0] < x + width);
  const left = Math.min(...column.map(([x]) => x)) * paper.offsetWidth;
  const right = Math.max(...column.map(([x, , width]) => x + width)) * paper.offsetWidth;
  holder.scrollTop = Math.max(0, first[1] * paper.offsetHeight - holder.clientHeight / 2);
  holder.scrollLeft = Math.max(0, Math.min(left - 8, (left + right - holder.clientWidth) / 2));
}
