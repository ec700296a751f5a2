// The scripts of every page. Each module looks for its own elements and does nothing where there are none.
import "./js/autosave.js";
import "./js/conditions.js";
import "./js/display.js";
import "./js/focus.js";
import "./js/once.js";
import "./js/passkey.js";
import "./js/password.js";
import "./js/reopen.js";
import "./js/suggest.js";
import "./js/upload.js";
