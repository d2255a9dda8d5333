/** The entry of a package: what the page says about it, the platform around it, and the two brought together. */

import { Platform } from "./scorm-api.js";
import { Package } from "./scorm-package.js";

const about = JSON.parse(document.getElementById("about").textContent);

new Package(document.getElementById("package"), about, new Platform(about.standard)).open();
