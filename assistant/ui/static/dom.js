// What the other parts are written with. All of them share one scope; `element` is the component
// and `server` calls the actions.
const app = element.querySelector(".app");
const find = (selector, within = app) => within.querySelector(selector);
const findAll = (selector, within = app) => [...within.querySelectorAll(selector)];

function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "html") made.innerHTML = value; // Escaped by the server.
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function button(words, onclick, attributes = {}) {
  return make("button", { type: "button", class: "quiet-button", onclick, ...attributes }, words);
}

// A button that asks once more before it does what can't be undone.
function confirmed(words, again, named, onclick) {
  const sure = button(again, onclick, { class: "quiet-button is-grave" });
  const ask = button(words, () => {
    ask.replaceWith(sure);
    sure.focus();
  }, { "aria-label": named });
  sure.addEventListener("blur", () => sure.isConnected && sure.replaceWith(ask));
  return ask;
}

class Unreachable extends Error {}

async function call(action, body = {}) {
  let told;
  try {
    told = await server[action](body);
  } catch (error) {
    throw new Unreachable(String(error));
  }
  if (!told || typeof told !== "object") throw new Unreachable("no answer");
  offline(false);
  return told;
}

function offline(isOffline) {
  find(".offline").hidden = !isOffline;
}

let toastTimer;
function toast(words, ...controls) {
  const shown = find(".toast");
  shown.replaceChildren(make("span", {}, words), ...controls);
  shown.classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => shown.classList.remove("shown"), controls.length ? 10000 : 2500);
}

function hideToast() {
  find(".toast").classList.remove("shown");
}

const isNarrow = () => app.clientWidth < 1000;
const isWide = () => app.clientWidth >= 1200;
