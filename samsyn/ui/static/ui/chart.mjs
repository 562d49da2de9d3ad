// Redraws a figure live when somebody asks for it: the same specification as on paper, with each row in words.
// Vega is fetched only then. Its expressions are walked by the interpreter, so the strict CSP holds.

const version = new URL(import.meta.url).search;
let library;

function vega() {
  library ??= import(new URL(`../vendor/vega.mjs${version}`, import.meta.url).href);
  return library;
}

function sentence(data, row) {
  const known = data.rows[row].map((cell, i) => [data.columns[i], cell]).filter(([, cell]) => cell && cell !== "–");
  return known.map(([name, cell]) => `${name}: ${cell}`).join(" · ");
}

function shownHolder(figure) {
  const wide = figure.querySelector(".only-w");
  return wide.offsetParent ? ["wide", wide] : ["narrow", figure.querySelector(".only-n")];
}

// The mark of a row: the last one drawn lies on top of the others.
function markOf(holder, row) {
  const marks = [...holder.querySelectorAll("svg path")].filter((node) => node.__data__?.datum?.row === row);
  return marks.at(-1);
}

function ring(holder, node) {
  holder.querySelector(".ring")?.remove();
  if (!node) return;
  const box = node.getBoundingClientRect(), frame = holder.getBoundingClientRect();
  const size = Math.max(22, Math.min(40, Math.max(box.width, box.height) + 12));
  const mark = holder.appendChild(document.createElement("span"));
  mark.className = "ring";
  mark.setAttribute("aria-hidden", "true");
  const at = mark.style; // set through the object model, which the CSP allows
  at.width = at.height = `${size}px`;
  at.left = `${box.left + box.width / 2 - frame.left - size / 2}px`;
  at.top = `${box.top + box.height / 2 - frame.top - size / 2}px`;
}

async function explore(figure, button) {
  const { View, parse, compile, expressionInterpreter, errorsOnly } = await vega();
  const data = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  const config = JSON.parse(document.getElementById("chart-theme").textContent);
  const [width, holder] = shownHolder(figure);
  const still = [...holder.childNodes];
  const reading = figure.querySelector("[data-reading]"), said = reading.querySelector("output");
  const stage = document.createElement("div");
  stage.className = "live";
  stage.tabIndex = 0;
  stage.setAttribute("role", "group");
  stage.setAttribute("aria-labelledby", figure.getAttribute("aria-labelledby"));
  const specification = compile({ ...data[width], config }).spec;
  const view = new View(parse(specification, null, { ast: true }), {
    expr: expressionInterpreter, renderer: "svg", logLevel: errorsOnly, container: stage,
  });
  await view.runAsync();
  stage.querySelector("svg")?.setAttribute("aria-hidden", "true");
  holder.replaceChildren(stage);
  let row = -1;
  const show = (next) => {
    row = next;
    said.textContent = row < 0 ? "" : sentence(data, row);
    ring(stage, row < 0 ? null : markOf(stage, row));
  };
  const close = () => {
    view.finalize();
    holder.replaceChildren(...still);
    reading.hidden = true;
    button.parentElement.hidden = false;
    button.focus();
  };
  view.addEventListener("pointermove", (_event, item) => {
    const found = item?.datum?.row;
    if (Number.isInteger(found) && found !== row) show(found);
  });
  stage.addEventListener("keydown", (event) => {
    const last = data.rows.length - 1;
    const steps = { ArrowRight: Math.min(row + 1, last), ArrowDown: Math.min(row + 1, last), ArrowLeft: Math.max(row - 1, 0), ArrowUp: Math.max(row - 1, 0), Home: 0, End: last };
    if (event.key === "Escape") close();
    else if (event.key in steps) show(steps[event.key]);
    else return;
    event.preventDefault();
  });
  reading.hidden = false;
  button.parentElement.hidden = true;
  stage.focus();
}

for (const figure of document.querySelectorAll("figure[data-chart]")) {
  const button = figure.querySelector("[data-explore]");
  button.parentElement.hidden = false;
  button.addEventListener("click", () => explore(figure, button));
}
