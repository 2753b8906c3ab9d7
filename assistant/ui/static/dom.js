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

// A button that asks once more before it does what can't be undone. What keeps things as they are
// takes its place, so that a second click there does no harm; nor does a key that is held down.
function confirmed(words, again, named, onclick) {
  const sure = button(again, onclick, { class: "quiet-button is-grave" });
  sure.addEventListener("keydown", (event) => event.repeat && event.preventDefault());
  const leave = () => {
    both.replaceWith(ask);
    ask.focus();
  };
  const both = make("span", { class: "confirm" }, button("Keep", leave), sure);
  const ask = button(words, () => {
    ask.replaceWith(both);
    sure.focus();
  }, { "aria-label": named });
  both.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    leave();
  });
  return ask;
}

// What the browser keeps, where it lets us: without it, things hold as long as the page does.
const keptIn = (storage) => ({
  read(key) {
    try {
      return window[storage].getItem(key) || "";
    } catch {
      return "";
    }
  },
  write(key, text) {
    try {
      window[storage].setItem(key, text);
      return true;
    } catch {
      return false;
    }
  },
});
const inBrowser = keptIn("localStorage");
const inTab = keptIn("sessionStorage");

class Unreachable extends Error {}
const FAILED = "Something went wrong here. The terminal of whoever runs this says what.";

async function reach(action, body) {
  try {
    const told = await server[action](body);
    return isObject(told) ? told : null;
  } catch {
    return null;
  }
}

// What an action tells; a fault where it failed, as against a connection that is lost.
async function call(action, body = {}) {
  const told = await reach(action, body);
  if (!told && (action === "page_status" || !(await reach("page_status", {})))) throw new Unreachable(action);
  offline(false);
  return told || { fault: FAILED };
}

function offline(isOffline) {
  const was = !find(".offline").hidden;
  find(".offline").hidden = !isOffline;
  if (isOffline && !was) watchSoon();
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
