// Draws the map of a page that has one. The tiles come from the address in `data-tiles`. Words beside the map say
// everything that it shows, so nothing is lost without the script.
import * as L from "leaflet/dist/leaflet-src.esm.js";

function drawMap(box) {
  const points = JSON.parse(document.getElementById("map-points").textContent);
  box.hidden = false;
  // The wheel and one finger scroll the page; the map is moved by its buttons, the arrow keys or a mouse.
  const map = L.map(box, { scrollWheelZoom: false, dragging: !L.Browser.mobile, zoomControl: false });
  L.control.zoom({ zoomInTitle: box.dataset.nearer, zoomOutTitle: box.dataset.farther }).addTo(map);
  map.attributionControl.setPrefix(false);
  L.tileLayer(box.dataset.tiles, { maxZoom: 19, attribution: escapeHtml(box.dataset.attribution) }).addTo(map);
  map.fitBounds(points.map((point) => point.at), { maxZoom: 16, padding: [32, 32] });
  for (const point of points) createMarker(point).addTo(map);
}

function createMarker(point) {
  const icon = L.divIcon({ className: "map__pin", iconSize: [32, 32], iconAnchor: [16, 34] });
  const label = document.createElement(point.url ? "a" : "span");
  if (point.url) label.href = point.url;
  label.textContent = point.name;
  return L.marker(point.at, { icon, title: point.name }).bindPopup(label);
}

function escapeHtml(text) {
  const span = document.createElement("span");
  span.textContent = text;
  return span.innerHTML;
}

const box = document.querySelector("[data-map]");
if (box) drawMap(box);
