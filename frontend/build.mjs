// Builds what browsers and papers need, from frontend/ and node_modules/. Run by `make`, or `npm run build`.
//   src/vikno/web/static/dist   vikno.css, vikno.js, fonts/, pictures, map.js and leaflet/
//   src/vikno/web/papers/fonts  letters for PDF files
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const packages = join(root, "node_modules");
const dist = join(root, "src/vikno/web/static/dist");
const papers = join(root, "src/vikno/web/papers/fonts");

function empty(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

function styles() {
  return sass.compile(join(here, "vikno.scss"), {
    style: "compressed",
    loadPaths: [here, join(packages, "govuk-frontend/dist")],
    quietDeps: true,
  }).css;
}

// One request for all scripts. Each file keeps to itself in a block; `export` is there for its tests.
function scripts() {
  const files = readdirSync(join(here, "js")).filter((name) => name.endsWith(".js")).sort();
  return files
    .map((name) => readFileSync(join(here, "js", name), "utf8").replace(/^export /gm, ""))
    .map((source, number) => `// ${files[number]}\n{\n${source}}\n`)
    .join("\n");
}

function letters() {
  mkdirSync(join(dist, "fonts"));
  for (const set of ["cyrillic", "cyrillic-ext", "latin", "latin-ext"]) {
    const name = `onest-${set}-wght-normal.woff2`;
    cpSync(join(packages, "@fontsource-variable/onest/files", name), join(dist, "fonts", name));
  }
  const onest = join(packages, "@expo-google-fonts/onest");
  for (const weight of ["400Regular", "500Medium", "600SemiBold", "700Bold"]) {
    cpSync(join(onest, weight, `Onest_${weight}.ttf`), join(papers, `Onest_${weight}.ttf`));
  }
  cpSync(join(onest, "LICENSE_FONT"), join(papers, "LICENSE"));
  cpSync(join(onest, "LICENSE_FONT"), join(dist, "fonts", "LICENSE"));
}

// Maps: only the pages that have one load these.
function maps() {
  const leaflet = join(packages, "leaflet/dist");
  cpSync(join(leaflet, "images"), join(dist, "leaflet/images"), { recursive: true });
  const styles = readFileSync(join(leaflet, "leaflet.css"), "utf8");
  writeFileSync(join(dist, "leaflet/leaflet.css"), `@layer leaflet {\n${styles}}\n`);
  // Its source map stays where it is, so nothing may point at it.
  const script = readFileSync(join(leaflet, "leaflet.js"), "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
  writeFileSync(join(dist, "leaflet/leaflet.js"), script);
  cpSync(join(packages, "leaflet/LICENSE"), join(dist, "leaflet/LICENSE"));
  cpSync(join(here, "map.js"), join(dist, "map.js"));
}

const built = { "vikno.css": styles(), "vikno.js": scripts() };
empty(dist);
empty(papers);
for (const [name, text] of Object.entries(built)) writeFileSync(join(dist, name), text);
letters();
maps();
cpSync(join(here, "images"), dist, { recursive: true });
// The e-form editor lives in the frame of the editors' area: its style and script stand alone.
for (const name of ["editors.css", "form_editor.css", "form_editor.js"]) cpSync(join(here, name), join(dist, name));
