// Runs on the sign-in page, where signing out and an ended session lead. What the field page kept in this browser goes away,
// but for counts that have not been sent: they wait for the one who made them, and the page says how many there are.

const MINE = "samsyn-rakna-";
const line = document.querySelector("[data-unsent]");
let waiting = 0;
for (const name of Object.keys(localStorage).filter((key) => key.startsWith(MINE))) {
  let rows = [];
  try {
    rows = JSON.parse(localStorage.getItem(name)) ?? [];
  } catch {
    // not ours to read any more: it goes
  }
  if (name.endsWith("-nekade") || rows.length === 0) localStorage.removeItem(name);
  else waiting += rows.length;
}
if (line && waiting) {
  line.textContent = waiting === 1 ? line.dataset.one : line.dataset.many.replace("{count}", waiting);
  line.hidden = false;
}
