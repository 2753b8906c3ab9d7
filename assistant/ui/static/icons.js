// Signs beside words: strokes in a field of 20 by 20. They are never the only name of a control.
const ICONS = {
  menu: "M3 5.5h14M3 10h14M3 14.5h9",
  pen: "M4 16l.8-3.2L13.5 4a1.6 1.6 0 0 1 2.3 2.3L7.1 15.2zM12 5.5l2.4 2.4",
  copy: "M7.5 7.5h9v9h-9zM4.5 12.5h-1v-9h9v1",
  up: "M3.5 9h3v7.5h-3zM6.5 9.5 10 3c1.6.2 2.2 1.3 1.8 2.8L11.2 8.5H16c.8.4 1 1 .8 1.8l-1.3 5.2c-.2.6-.6 1-1.3 1H6.5",
  down: "M3.5 11h3V3.5h-3zM6.5 10.5 10 17c1.6-.2 2.2-1.3 1.8-2.8l-.6-2.7H16c.8-.4 1-1 .8-1.8l-1.3-5.2c-.2-.6-.6-1-1.3-1H6.5",
  more: "M4 10a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0M9.5 10a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0M15 10a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0",
  plus: "M10 4v12M4 10h12",
  close: "M5 5l10 10M15 5L5 15",
  left: "M12 5l-5 5 5 5",
  right: "M8 5l5 5-5 5",
  narrow: "M3 5h14M6 10h8M8.5 15h3",
  bin: "M4 6h12M8 6V4h4v2M5.5 6l.7 10h7.6l.7-10",
};

function icon(name) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawn.setAttribute("viewBox", "0 0 20 20");
  drawn.setAttribute("class", "icon");
  drawn.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  drawn.append(path);
  return drawn;
}

// A button with a sign: its words are read out, and shown where there is room.
function signed(name, words, onclick, attributes = {}) {
  return make("button", { type: "button", class: "sign-button", title: words, onclick, ...attributes },
    icon(name), make("span", { class: "words" }, words));
}

for (const place of findAll("[data-icon]")) place.prepend(icon(place.dataset.icon));
