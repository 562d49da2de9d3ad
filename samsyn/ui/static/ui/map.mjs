// Points that one pans among, on the city's own areas. <div class="pointmap" data-points="URL" ...> becomes a map when
// script and WebGL are there; else its own text stays and leads to the table.
//   data-points  GeoJSON of points; properties may hold label (or category, date, place)
//   data-areas   GeoJSON of polygons with name, label_x and label_y: the ground; may be absent
//   data-bounds  west,south,east,north; data-label  what the map is called
// The words come from <template id="map-words">, in the page's language. Nothing is fetched before the map is in sight.

const version = new URL(import.meta.url).search;
const beside = (file) => new URL(`../vendor/${file}${version}`, import.meta.url).href;
const words = document.getElementById("map-words")?.dataset ?? {};
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

async function json(url) {
  if (!url) return { type: "FeatureCollection", features: [] };
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

function boundsOf(collection) {
  const box = [180, 90, -180, -90];
  const walk = (part) => {
    if (typeof part[0] === "number") {
      box[0] = Math.min(box[0], part[0]); box[1] = Math.min(box[1], part[1]);
      box[2] = Math.max(box[2], part[0]); box[3] = Math.max(box[3], part[1]);
    } else part.forEach(walk);
  };
  collection.features.forEach((feature) => feature.geometry && walk(feature.geometry.coordinates));
  return box[0] <= box[2] ? box : null;
}

function names(areas) {
  const features = areas.features.filter((area) => Number.isFinite(area.properties?.label_x));
  return {
    type: "FeatureCollection",
    features: features.map((area) => ({
      type: "Feature", properties: { name: area.properties.name },
      geometry: { type: "Point", coordinates: [area.properties.label_x, area.properties.label_y] },
    })),
  };
}

// One hue and ink: paper for the areas, dots for the points, a disc with a number where many lie together.
function style(areas, points) {
  const ink = token("--ink"), deep = token("--deep"), paper = token("--paper");
  return {
    version: 8,
    sources: {
      areas: { type: "geojson", data: areas },
      names: { type: "geojson", data: names(areas) },
      points: { type: "geojson", data: points, cluster: true, clusterRadius: 36, clusterMaxZoom: 14 },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": token("--map-other") } },
      { id: "areas", type: "fill", source: "areas", paint: { "fill-color": paper } },
      { id: "borders", type: "line", source: "areas", paint: { "line-color": token("--line-strong"), "line-width": 1 } },
      { id: "points", type: "circle", source: "points", filter: ["!", ["has", "point_count"]],
        paint: { "circle-color": deep, "circle-radius": 5, "circle-stroke-color": paper, "circle-stroke-width": 1.5 } },
      { id: "many", type: "circle", source: "points", filter: ["has", "point_count"],
        paint: { "circle-color": token("--map-2"), "circle-stroke-color": deep, "circle-stroke-width": 1.5,
          "circle-radius": ["interpolate", ["linear"], ["get", "point_count"], 2, 11, 100, 18, 2000, 28] } },
      { id: "names", type: "symbol", source: "names",
        layout: { "text-field": ["get", "name"], "text-font": ["Inter"], "text-size": 13, "text-padding": 4,
          "text-variable-anchor": ["center", "top", "bottom"], "text-radial-offset": 1.5 },
        paint: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 2 } },
      { id: "counts", type: "symbol", source: "points", filter: ["has", "point_count"],
        layout: { "text-field": ["get", "point_count"], "text-font": ["Inter"], "text-size": 13, "text-allow-overlap": true, "text-padding": 9 },
        paint: { "text-color": ink } },
    ],
  };
}

function sentence(properties) {
  if (properties.point_count) return (words.many ?? "{count}").replace("{count}", properties.point_count);
  const parts = [properties.label, properties.category, properties.place, (properties.time ?? properties.date)?.replace("T", " ")];
  return parts.filter(Boolean).join(" · ");
}

function listen(map, holder) {
  const said = holder.appendChild(document.createElement("output"));
  said.className = "map-said";
  said.hidden = true;
  const say = (feature) => {
    said.textContent = feature ? sentence(feature.properties) : "";
    said.hidden = !said.textContent;
  };
  for (const layer of ["points", "many"]) {
    map.on("mousemove", layer, (event) => { map.getCanvas().style.cursor = "pointer"; say(event.features[0]); });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
    map.on("click", layer, (event) => say(event.features[0]));
  }
  map.on("click", "many", async (event) => {
    const feature = event.features[0];
    const zoom = await map.getSource("points").getClusterExpansionZoom(feature.properties.cluster_id);
    map.easeTo({ center: feature.geometry.coordinates, zoom });
  });
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const middle = map.project(map.getCenter());
    const away = (feature) => middle.dist(map.project(feature.geometry.coordinates));
    const shown = map.queryRenderedFeatures({ layers: ["points", "many"] });
    say(shown.sort((a, b) => away(a) - away(b))[0]);
  });
}

function stylesheet() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = beside("maplibre-gl.css");
  document.head.append(link);
  return new Promise((done) => { link.onload = link.onerror = done; });
}

async function open(holder) {
  const fallback = holder.querySelector("p");
  try {
    const [maplibre, areas, points] = await Promise.all(
      [import(beside("maplibre-gl.mjs")), json(holder.dataset.areas), json(holder.dataset.points), stylesheet()]);
    const bounds = holder.dataset.bounds?.split(",").map(Number) ?? boundsOf(areas) ?? boundsOf(points);
    const stage = holder.appendChild(document.createElement("div"));
    stage.className = "map-stage";
    holder.classList.add("is-live");
    fallback?.remove();
    const map = new maplibre.Map({
      container: stage, style: style(areas, points), bounds: bounds ?? undefined, fitBoundsOptions: { padding: 24 },
      attributionControl: false, dragRotate: false, pitchWithRotate: false, maxZoom: 17, cooperativeGestures: true,
      fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      locale: {
        "Map.Title": holder.dataset.label ?? "", "NavigationControl.ZoomIn": words.zoomIn, "NavigationControl.ZoomOut": words.zoomOut,
        "CooperativeGesturesHandler.WindowsHelpText": words.scroll, "CooperativeGesturesHandler.MacHelpText": words.scrollMac,
        "CooperativeGesturesHandler.MobileHelpText": words.fingers,
      },
    });
    map.touchZoomRotate.disableRotation();
    map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new maplibre.ScaleControl({ unit: "metric" }), "bottom-right");
    listen(map, holder);
    map.once("idle", () => { holder.dataset.state = "idle"; });
  } catch {
    holder.querySelector(".map-stage")?.remove();
    holder.classList.remove("is-live");
    if (fallback) { fallback.textContent = words.failed ?? fallback.textContent; holder.prepend(fallback); }
    holder.dataset.state = "failed";
  }
}

const hasWebgl = Boolean(document.createElement("canvas").getContext("webgl2"));
const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    seen.unobserve(entry.target);
    open(entry.target);
  }
}, { rootMargin: "200px" });

for (const holder of document.querySelectorAll(".pointmap[data-points]")) {
  if (hasWebgl) seen.observe(holder);
  else if (words.failed) holder.querySelector("p").textContent = words.failed;
}
