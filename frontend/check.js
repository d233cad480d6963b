// Rebuilds into a fresh folder and compares it, byte for byte, with what is committed.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { build, COMMITTED } from "./build.js"

const fresh = mkdtempSync(join(tmpdir(), "encircle-frontend-"))
await build(fresh)
const differing = differences(fresh, COMMITTED)
rmSync(fresh, { recursive: true })
for (const name of differing) console.error(`Differs from a fresh build: ${name}`)
if (differing.length) process.exit(1)
console.log("The committed front-end files are what the sources build.")

function differences (one, other) {
  const names = new Set([...files(one), ...files(other)])
  return [...names].filter(name => content(one, name) !== content(other, name)).sort()
}

function files (folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
}

function content (folder, name) {
  try { return readFileSync(join(folder, name), "latin1") } catch { return null }
}
