// Builds what browsers and PDF files need from frontend/ and node_modules/. `make` runs it, and so does `npm run build`.
//   src/vikno/web/static/dist   styles, scripts, fonts, pictures, leaflet/
//   src/vikno/web/papers/fonts  fonts for PDF files
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const packages = join(root, "node_modules");
const dist = join(root, "src/vikno/web/static/dist");
const paperFonts = join(root, "src/vikno/web/papers/fonts");

function createEmpty(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

function compileStyles() {
  return sass.compile(join(here, "vikno.scss"), {
    style: "compressed",
    loadPaths: [here, join(packages, "govuk-frontend/dist")],
    quietDeps: true,
  }).css;
}

// vikno.js is on every page, map.js on pages with a map, form_editor.js in the editor of e-forms.
function bundleScripts() {
  const entries = ["vikno.js", "map.js", "form_editor.js"];
  const { outputFiles } = esbuild.buildSync({
    entryPoints: entries.map((name) => join(here, name)),
    outdir: dist,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2021",
    charset: "utf8",
    write: false,
  });
  return outputFiles.map((file) => [basename(file.path), file.text]);
}

function copyFonts() {
  mkdirSync(join(dist, "fonts"));
  for (const set of ["cyrillic", "cyrillic-ext", "latin", "latin-ext"]) {
    const name = `onest-${set}-wght-normal.woff2`;
    cpSync(join(packages, "@fontsource-variable/onest/files", name), join(dist, "fonts", name));
  }
  const onest = join(packages, "@expo-google-fonts/onest");
  for (const weight of ["400Regular", "500Medium", "600SemiBold", "700Bold"]) {
    cpSync(join(onest, weight, `Onest_${weight}.ttf`), join(paperFonts, `Onest_${weight}.ttf`));
  }
  cpSync(join(onest, "LICENSE_FONT"), join(paperFonts, "LICENSE"));
  cpSync(join(onest, "LICENSE_FONT"), join(dist, "fonts", "LICENSE"));
}

// The styles of Leaflet go into a cascade layer, so that ours prevail. Its script is part of map.js.
function copyLeaflet() {
  const leaflet = join(packages, "leaflet/dist");
  cpSync(join(leaflet, "images"), join(dist, "leaflet/images"), { recursive: true });
  const styles = readFileSync(join(leaflet, "leaflet.css"), "utf8");
  writeFileSync(join(dist, "leaflet/leaflet.css"), `@layer leaflet {\n${styles}}\n`);
  cpSync(join(packages, "leaflet/LICENSE"), join(dist, "leaflet/LICENSE"));
}

// A source with an error leaves the last build as it is.
const built = [["vikno.css", compileStyles()], ...bundleScripts()];
createEmpty(dist);
createEmpty(paperFonts);
for (const [name, text] of built) writeFileSync(join(dist, name), text);
copyFonts();
copyLeaflet();
cpSync(join(here, "images"), dist, { recursive: true });
// The editors' area has its own frame, so these styles stand apart from vikno.css.
for (const name of ["editors.css", "form_editor.css"]) cpSync(join(here, name), join(dist, name));
