// Builds Encircle's style sheet and module into the folder given (default: where they are committed).
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build as bundle, transform } from "esbuild"
import * as sass from "sass"

const here = dirname(fileURLToPath(import.meta.url))
export const COMMITTED = join(here, "..", "src", "encircle", "design", "static", "encircle")
const TARGET = ["chrome109", "firefox115", "safari15"]
const MOJ_IMAGES = [
  "icon-tag-remove-cross.svg", "icon-tag-remove-cross-white.svg", "icon-close-cross-black.svg", "icon-document.svg", "icon-toggle-plus-minus.svg"
]

export async function build (folder) {
  mkdirSync(join(folder, "images"), { recursive: true })
  writeFileSync(join(folder, "encircle.css"), await styles())
  writeFileSync(join(folder, "encircle.js"), await script())
  copyFileSync(join(here, "src", "icon.svg"), join(folder, "images", "icon.svg"))
  for (const image of MOJ_IMAGES) copyImage(image, folder)
}

async function styles () {
  const compiled = sass.compile(join(here, "src", "encircle.scss"), { loadPaths: [here], quietDeps: true })
  const minified = await transform(compiled.css, { loader: "css", minify: true, target: TARGET, legalComments: "none" })
  return refuseData(minified.code)
}

async function script () {
  const result = await bundle({
    entryPoints: [join(here, "src", "encircle.js")],
    bundle: true, format: "esm", minify: true, target: TARGET, legalComments: "none", charset: "utf8", write: false
  })
  return result.outputFiles[0].text
}

// Our security policy has no `data:`; better to fail here than in someone's browser.
function refuseData (css) {
  if (css.includes("data:")) throw new Error("The style sheet holds a data: address, which the security policy forbids")
  return css
}

function copyImage (name, folder) {
  const source = join(here, "node_modules", "@ministryofjustice", "frontend", "moj", "assets", "images", name)
  writeFileSync(join(folder, "images", name), readFileSync(source))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build(process.argv[2] ?? COMMITTED)
