// What the owner of the library may do. What lets them in stays in this page's memory.
let token = "";

async function asOwner(body) {
  try {
    return await call("page_owner", { token, ...body });
  } catch {
    offline(true);
    return { fault: "Connection lost; nothing was changed." };
  }
}

function result(words, isFault = false) {
  find(".results").prepend(make("li", { class: isFault ? "notice" : "quiet" }, words));
}

find(".enter").addEventListener("submit", async (event) => {
  event.preventDefault();
  const password = find("#password").value;
  find(".results").replaceChildren();
  const told = await asOwner({ do: "enter", password });
  find("#password").value = "";
  if (told.fault) {
    result(told.fault, true);
    return;
  }
  ({ token } = told);
  find(".enter").hidden = true;
  find(".entered").hidden = false;
  showDocuments();
  find(".files").focus();
});

const contentOf = (file) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(String(reader.result).split(",")[1] || "");
  reader.onerror = reject;
  reader.readAsDataURL(file);
});

function showAdded(name, told) {
  if (told.fault) {
    result(`${name}: ${told.fault}`, true);
    return;
  }
  for (const warning of told.warnings) result(`${name}: ${warning}`);
  for (const failure of told.failed) result(`${failure.path}: ${failure.reason}`, true);
  const done = ["added", "updated", "unchanged"].filter((count) => told[count]).map((count) => `${told[count]} ${count}`);
  if (done.length) result(`${name}: ${done.join(", ")}`);
}

find(".files").addEventListener("change", async (event) => {
  const files = [...event.target.files];
  find(".results").replaceChildren();
  for (const [at, file] of files.entries()) {
    result(`${file.name}: adding, ${at + 1} of ${files.length}…`);
    let told;
    try {
      told = await asOwner({ do: "add", name: file.name, content: await contentOf(file) });
    } catch {
      told = { fault: "it can't be read" };
    }
    find(".results").firstChild.remove();
    showAdded(file.name, told);
  }
  event.target.value = "";
  showLibrary();
  readStatus();
});

find(".fetch").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = find("#link");
  const url = field.value.trim();
  if (!url) return;
  find(".results").replaceChildren();
  result(`${url}: fetching…`);
  const told = await asOwner({ do: "fetch", url });
  find(".results").firstChild.remove();
  showAdded(url, told);
  if (!told.fault && !told.failed.length) field.value = "";
  showLibrary();
  readStatus();
});

find(".leave").addEventListener("click", () => {
  token = "";
  find(".enter").hidden = false;
  find(".entered").hidden = true;
  find(".results").replaceChildren();
  showDocuments();
  find("#password").focus();
});

function removal(item) {
  if (!token) return "";
  return confirmed("Remove", "Remove for good?", `Remove: ${item.title}`, async () => {
    const told = await asOwner({ do: "remove", id: item.id });
    result(told.fault ? told.fault : `${item.title}: removed`, Boolean(told.fault));
    await showLibrary();
    readStatus();
    find("#find").focus();
  });
}
