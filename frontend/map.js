// Draws the map of a page that has one. Leaflet comes from our own server; its pictures from the address in `data-tiles`.
// Everything it shows stands in words beside it, so without the script nothing is lost.

const box = document.querySelector("[data-map]");
if (box && window.L) draw(box, window.L);

function draw(box, L) {
  const points = JSON.parse(document.getElementById("map-points").textContent);
  box.hidden = false;
  // The wheel and one finger scroll the page; the map is moved by its buttons, the arrow keys or a mouse.
  const map = L.map(box, { scrollWheelZoom: false, dragging: !L.Browser.mobile, zoomControl: false });
  L.control.zoom({ zoomInTitle: box.dataset.nearer, zoomOutTitle: box.dataset.farther }).addTo(map);
  map.attributionControl.setPrefix(false);
  L.tileLayer(box.dataset.tiles, { maxZoom: 19, attribution: escaped(box.dataset.attribution) }).addTo(map);
  map.fitBounds(points.map((point) => point.at), { maxZoom: 16, padding: [32, 32] });
  for (const point of points) pin(L, point).addTo(map);
}

function pin(L, point) {
  const icon = L.divIcon({ className: "map__pin", iconSize: [32, 32], iconAnchor: [16, 34] });
  return L.marker(point.at, { icon, title: point.name }).bindPopup(named(point));
}

function named(point) {
  const label = document.createElement(point.url ? "a" : "span");
  if (point.url) label.href = point.url;
  label.textContent = point.name;
  return label;
}

function escaped(text) {
  const span = document.createElement("span");
  span.textContent = text;
  return span.innerHTML;
}
