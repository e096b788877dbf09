/** Draws the app's PNG icons from public/favicon.svg with Chromium: `node tools/make-icons.mjs` (CHROMIUM names the program). */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const publicFolder = new URL('../public/', import.meta.url).pathname
const drawing = readFileSync(join(publicFolder, 'favicon.svg'), 'utf8')
// A maskable icon is cut to a circle by some phones: no rounded corners of its own, the drawing inside the safe 80 %.
const square = drawing.replace(' rx="14"', '').replace('viewBox="0 0 64 64"', 'viewBox="-6 -6 76 76"').replace('<rect width="64" height="64"', '<rect x="-6" y="-6" width="76" height="76"')
const icons = [
  ['icon-192.png', 192, drawing],
  ['icon-512.png', 512, drawing],
  ['icon-maskable-512.png', 512, square],
]
const flags = '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --hide-scrollbars --default-background-color=00000000'.split(' ')

for (const [name, size, svg] of icons) {
  const folder = mkdtempSync(join(tmpdir(), 'icon-'))
  const page = join(folder, 'icon.html')
  writeFileSync(page, `<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`)
  execFileSync(process.env.CHROMIUM ?? 'chromium', [...flags, `--user-data-dir=${join(folder, 'profile')}`, `--window-size=${size},${size}`, `--screenshot=${join(publicFolder, name)}`, `file://${page}`], { stdio: 'ignore' })
  rmSync(folder, { recursive: true, force: true })
}
