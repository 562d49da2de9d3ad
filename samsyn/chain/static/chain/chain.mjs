// Arrow keys walk the thread: left and right along a strand, up and down across the strands, Home and End to its ends.
// Without script Tab goes through the same knots.

const WAYS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

function neighbour(picture, knot, way) {
  const number = knot.dataset[way];
  return number === undefined ? null : picture.querySelector(`#trad-${number}`);
}

function end(picture, knot, way) {
  let last = knot;
  for (let next = knot; next; next = neighbour(picture, next, way)) last = next;
  return last;
}

function destination(picture, knot, key) {
  if (key === "Home") return end(picture, knot, "left");
  if (key === "End") return end(picture, knot, "right");
  return key in WAYS ? neighbour(picture, knot, WAYS[key]) : null;
}

for (const picture of document.querySelectorAll("svg.thread")) {
  picture.addEventListener("keydown", (event) => {
    const knot = event.target.closest(".knot");
    if (!knot || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = destination(picture, knot, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
