// The worker that reads barcodes: zxing in WebAssembly, from our own host.

const FORMATS = ["QRCode", "Code128", "EAN-13", "DataMatrix"];
// The quick look takes 20 ms; every fourth frame, and every photo, is looked at from all sides.
const QUICK = { formats: FORMATS, tryHarder: false, tryRotate: false, tryInvert: false, tryDownscale: true, maxNumberOfSymbols: 1, textMode: "Plain" };
const THOROUGH = { ...QUICK, tryHarder: true, tryRotate: true };

self.onmessage = async ({ data }) => {
  if (data.library) {
    importScripts(data.library);
    // Without this it would fetch the wasm from a public network.
    await self.ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => data.wasm }, fireImmediately: true });
    self.postMessage({ ready: true });
    return;
  }
  let found = null;
  try {
    const [first] = await self.ZXingWASM.readBarcodes(data.image, data.thorough ? THOROUGH : QUICK);
    if (first?.isValid) found = { text: first.text, symbology: first.symbologyIdentifier, format: first.format };
  } catch {
    // A frame that cannot be read is one of many.
  }
  self.postMessage({ number: data.number, found });
};
