/** QR and bar codes from pictures. The decoder comes with the app (its own default is to fetch it from elsewhere). */

export interface CodeReader {
  image: (image: ImageData) => Promise<string | null>
  photo: (file: Blob) => Promise<string | null>
}

const FORMATS = ['QRCode', 'DataMatrix', 'Code128'] as const

let opened: Promise<CodeReader> | null = null

async function open(): Promise<CodeReader> {
  const [{ prepareZXingModule, readBarcodes }, { default: wasm }] = await Promise.all([
    import('zxing-wasm/reader'),
    import('zxing-wasm/reader/zxing_reader.wasm?url'),
  ])
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true })
  const read = async (picture: ImageData | Blob, tryHarder: boolean): Promise<string | null> => {
    const found = await readBarcodes(picture, { formats: [...FORMATS], tryHarder, maxNumberOfSymbols: 1 })
    return found.find((each) => each.isValid)?.text ?? null
  }
  return { image: (image) => read(image, false), photo: (file) => read(file, true) }
}

/** Loads the decoder once; a failed load (network away) is tried again next time. */
export function openReader(): Promise<CodeReader> {
  opened ??= open().catch((error: unknown) => {
    opened = null
    throw error
  })
  return opened
}
