// Counting where there is no network. A press that cannot be sent is kept in the phone with its receipt and its day,
// and is sent when the network is back. The same receipt counts once, so sending twice does no harm.
// Without this script every form works as a plain form.

const line = document.querySelector("[data-offline]");
const store = `samsyn-rakna-${line?.dataset.member ?? ""}`; // one person's own: a phone may have several users
const lostStore = `${store}-nekade`;
const RETRY_MS = 30_000;
const REST_MS = 700; // two touches within it are one slip of the finger

const kept = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? [];
  } catch {
    return [];
  }
};
const keep = (name, rows) => localStorage.setItem(name, JSON.stringify(rows));

function receipt() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function localDay() {
  const now = new Date();
  const two = (value) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function secret() {
  return document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

// Send one press. Returns "counted", "refused" with why, "signed-out" or "waiting" (no network, or the server is down).
async function send(press) {
  let answer;
  try {
    answer = await fetch(press.url, {
      method: "POST",
      body: new URLSearchParams(press.fields),
      headers: { "X-CSRFToken": secret(), "X-Samsyn-Count": "1" },
      credentials: "same-origin",
    });
  } catch {
    return { what: "waiting" };
  }
  if (answer.status === 204) return { what: "counted" };
  if (answer.status === 422) return { what: "refused", why: await answer.text() };
  if (answer.redirected || answer.status === 403) return { what: "signed-out" };
  return { what: "waiting" };
}

function show(signedOut = false) {
  const waiting = kept(store);
  const lost = kept(lostStore);
  line.hidden = waiting.length === 0 && lost.length === 0;
  const text = waiting.length === 1 ? line.dataset.one : line.dataset.many.replace("{count}", waiting.length);
  line.querySelector("[data-waiting]").textContent = waiting.length
    ? [text, signedOut ? line.dataset.signedOut : ""].join(" ").trim()
    : "";
  showLost(lost);
  for (const number of document.querySelectorAll("[data-done]")) {
    const mine = waiting.filter((press) => press.url === number.dataset.activity);
    const added = mine.reduce((sum, press) => sum + Number(press.fields.count || 1), 0);
    number.dataset.text ??= number.textContent;
    number.textContent = added ? String(Number(number.dataset.done) + added) : number.dataset.text;
  }
}

function showLost(lost) {
  const box = line.querySelector("[data-lost]");
  box.hidden = lost.length === 0;
  box.replaceChildren();
  if (!lost.length) return;
  const heading = document.createElement("p");
  heading.textContent = line.dataset.refused;
  const list = document.createElement("ul");
  for (const press of lost) {
    const row = document.createElement("li");
    row.textContent = `${press.label}: ${press.why}`;
    list.append(row);
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "linkish";
  button.textContent = line.dataset.forget;
  button.addEventListener("click", () => {
    keep(lostStore, []);
    show();
  });
  box.append(heading, list, button);
}

let sending = false;

// Send what waits, oldest first, until one has to wait again.
async function sendAll() {
  if (sending) return;
  sending = true;
  let counted = 0;
  let signedOut = false;
  for (const press of kept(store)) {
    const { what, why } = await send(press);
    if (what === "waiting" || what === "signed-out") {
      signedOut = what === "signed-out";
      break;
    }
    if (what === "refused") keep(lostStore, [...kept(lostStore), { ...press, why }]);
    else counted += 1;
    keep(store, kept(store).filter((other) => other.fields.token !== press.fields.token));
  }
  sending = false;
  show(signedOut);
  if (counted) location.reload();
}

async function press(event) {
  event.preventDefault();
  const form = event.target;
  const button = event.submitter ?? form.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  const fields = Object.fromEntries(new FormData(form));
  delete fields.csrfmiddlewaretoken;
  const made = {
    url: form.getAttribute("action"),
    label: form.dataset.count,
    fields: { ...fields, on: fields.on || localDay() }, // the day of the press, whenever it is sent
  };
  const { what } = await send({ ...made, fields });
  if (what === "counted") {
    location.assign(made.url);
    return;
  }
  if (what === "refused") {
    form.submit(); // the server counts nothing, and shows the form with what is wrong
    return;
  }
  keep(store, [...kept(store), made]);
  form.elements.token.value = receipt();
  if (form.elements.note) form.elements.note.value = "";
  if (form.elements.count) form.elements.count.value = "1";
  show(what === "signed-out");
  setTimeout(() => {
    button.disabled = false;
  }, REST_MS);
}

if (line) {
  for (const form of document.querySelectorAll("form[data-count]")) form.addEventListener("submit", press);
  addEventListener("online", sendAll);
  setInterval(sendAll, RETRY_MS);
  show();
  sendAll();
}
