// While a goal is being typed: asks the server whether the change can be seen, and puts its answer beside the form.
// Without script the same answer comes by the button "Räkna om det går att se".

const form = document.querySelector("form[data-answer]");
const panel = document.getElementById("svar");
const numbers = document.getElementById("tal-del");
const word = document.querySelector("[data-answer-word]");
const said = document.querySelector("[data-answer-said]");
const WAIT_MS = 400;
let waiting, asking;
let isOther = false; // another figure was chosen: then the fields of numbers change too

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const body = new FormData(form);
  if (isOther) body.set("nytt-tal", "1");
  try {
    const got = await fetch(form.dataset.answer, { method: "POST", body, signal: asking.signal });
    if (!got.ok) return; // the answer that stands is of what was typed before; saving still tells what is wrong
    const part = new DOMParser().parseFromString(await got.text(), "text/html");
    const headline = part.querySelector("[data-headline]").dataset.headline;
    panel.replaceChildren(...part.getElementById("svar").children);
    if (isOther) numbers.replaceChildren(...part.getElementById("tal-del").children);
    isOther = false;
    if (word.textContent !== headline) word.textContent = said.textContent = headline;
  } catch (error) {
    if (error.name !== "AbortError") return; // no network: the page still saves and answers by its buttons
  }
}

function later() {
  clearTimeout(waiting);
  asking?.abort(); // its answer is of what was typed before, and would put those numbers back
  waiting = setTimeout(ask, WAIT_MS);
}

form.addEventListener("input", (event) => { if (event.target.name !== "sok") later(); });
form.querySelector("[data-without-script]").hidden = true;
form.addEventListener("change", (event) => {
  if (event.target.name !== "tal") return;
  isOther = true;
  form.querySelector(".own-fold").open = event.target.value === "eget";
});
