// Follows a file while it is read in: fetches the fragment every second, and the whole page once it is done.
// Without script the page has a link and a meta refresh instead.

const PAUSE_MS = 1000;
const MOST_FAILURES = 10;
const isDone = (state) => state !== "queued" && state !== "running";

async function follow(box) {
  let failures = 0;
  while (failures < MOST_FAILURES) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    if (document.hidden) continue;
    try {
      const answer = await fetch(box.dataset.progress, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".progress");
      if (!part || isDone(part.dataset.state)) {
        location.reload();
        return;
      }
      update(box, part);
      failures = 0;
    } catch {
      failures += 1;
    }
  }
}

// Words and bar are changed in place, so that the screen reader's cursor stays where it is.
function update(box, part) {
  const old = box.querySelector(".progress");
  const words = old?.querySelector("p");
  const bar = old?.querySelector("progress");
  const newBar = part.querySelector("progress");
  if (!words || !bar || !newBar || old.dataset.state !== part.dataset.state) {
    box.replaceChildren(document.importNode(part, true));
    return;
  }
  words.textContent = part.querySelector("p").textContent;
  for (const name of ["max", "value"]) {
    if (newBar.hasAttribute(name)) bar.setAttribute(name, newBar.getAttribute(name));
    else bar.removeAttribute(name);
  }
}

for (const box of document.querySelectorAll("[data-progress]")) follow(box);
