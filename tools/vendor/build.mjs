// Builds static/vendor/bootstrap.css and bootstrap.rtl.css from bootstrap.scss, takes over idb.js,
// and writes static/vendor/vendor.json: what lies there, where it is from, how it was built.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import rtlcss from "rtlcss";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "..", "static", "vendor");

function versionOf(name) {
  return JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"), "utf8")).version;
}

function compile() {
  const { css } = sass.compile(join(here, "bootstrap.scss"), {
    loadPaths: [join(here, "node_modules")],
    style: "compressed",
    quietDeps: true,
    // Bootstrap 5.3 is written with @import; Sass will drop it in version 3.
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  if (css.includes("data:")) {
    throw new Error("The style sheet holds a data: address, which the Content-Security-Policy refuses.");
  }
  return css;
}

function write(name, text) {
  writeFileSync(join(target, name), text);
  return { file: name, bytes: Buffer.byteLength(text), sha256: createHash("sha256").update(text).digest("hex") };
}

const notice = `/*! Bootstrap v${versionOf("bootstrap")}, parts of it (https://getbootstrap.com), MIT licence */\n`;
const leftToRight = compile().replace(/^@charset "UTF-8";|^\uFEFF/, "");
mkdirSync(target, { recursive: true });
const files = [
  write("bootstrap.css", notice + leftToRight + "\n"),
  write("bootstrap.rtl.css", notice + rtlcss.process(leftToRight) + "\n"),
];
const idb = readFileSync(join(here, "node_modules", "idb", "build", "index.js"), "utf8");
const idbNotice = `/*! idb v${versionOf("idb")} (https://github.com/jakearchibald/idb), ISC licence, Copyright (c) 2016 Jake Archibald */\n`;
const record = [
  {
    name: "bootstrap",
    version: versionOf("bootstrap"),
    licence: "MIT",
    home: "https://getbootstrap.com",
    built: "tools/vendor/build.sh, from tools/vendor/bootstrap.scss",
    with: { sass: versionOf("sass"), rtlcss: versionOf("rtlcss") },
    files,
  },
  {
    name: "idb",
    version: versionOf("idb"),
    licence: "ISC",
    home: "https://github.com/jakearchibald/idb",
    built: "tools/vendor/build.sh, as published",
    files: [write("idb.js", idbNotice + idb)],
  },
];
writeFileSync(join(target, "vendor.json"), JSON.stringify(record, null, 2) + "\n");
