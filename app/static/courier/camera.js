// Camera, frames and photos: pictures go to the worker one at a time, and codes come back.

const EQUAL_WITHIN = 1_500;
// A code that stays in view is one scan.
const STILL_THERE = 1_500;

/** Reads codes from a video element's camera and from photos; `found` hears each code once while it stays in view. */
export class Camera {
  #video;
  #found;
  #worker = null;
  #ready = null;
  #answers = new Map();
  #number = 0;
  #stream = null;
  #running = 0;
  #canvas = document.createElement("canvas");
  #paper = this.#canvas.getContext("2d", { willReadFrequently: true });
  #last = { text: "", at: 0 };
  #retail = { text: "", at: 0 };
  #files;

  constructor(video, files, found) {
    this.#video = video;
    this.#files = files;
    this.#found = found;
  }

  /** Have the reader ready before the first frame. */
  prepare() {
    this.#ready ??= new Promise((resolve, reject) => {
      this.#worker = new Worker(this.#files.reader);
      this.#worker.onerror = reject;
      this.#worker.onmessage = ({ data }) => {
        if (data.ready) return resolve();
        this.#answers.get(data.number)?.(data.found);
        this.#answers.delete(data.number);
      };
      this.#worker.postMessage({ library: this.#files.library, wasm: this.#files.wasm });
    });
    return this.#ready;
  }

  /** Open the camera at the back; throws what the browser says when it may not. */
  async start() {
    if (this.#stream !== null) return;
    const wanted = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
    const [stream] = await Promise.all([
      navigator.mediaDevices.getUserMedia({ video: wanted, audio: false }),
      this.prepare(),
    ]);
    this.#stream = stream;
    this.#video.srcObject = stream;
    await this.#video.play();
    this.#loop(++this.#running);
  }

  /** Close it: the lamp goes out, the battery lasts. */
  stop() {
    this.#running += 1;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#video.srcObject = null;
  }

  get on() {
    return this.#stream !== null;
  }

  /** Whether this camera has a lamp. */
  get hasTorch() {
    return Boolean(this.#stream?.getVideoTracks()[0]?.getCapabilities?.().torch);
  }

  /** Switch the lamp. */
  torch(on) {
    return this.#stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: on }] });
  }

  /** Read a code from a photo; null where there is none. */
  async photo(file) {
    await this.prepare();
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, 2_000 / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = picture.width * scale;
    canvas.height = picture.height * scale;
    const paper = canvas.getContext("2d");
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return this.#read(paper.getImageData(0, 0, canvas.width, canvas.height), true);
  }

  #read(image, thorough) {
    return new Promise((resolve) => {
      const number = ++this.#number;
      this.#answers.set(number, resolve);
      this.#worker.postMessage({ number, image, thorough }, [image.data.buffer]);
    });
  }

  async #loop(run) {
    for (let frame = 0; run === this.#running; frame += 1) {
      await this.#frame();
      const { videoWidth: width, videoHeight: height } = this.#video;
      if (run !== this.#running || width === 0) continue;
      if (this.#canvas.width !== width) Object.assign(this.#canvas, { width, height });
      this.#paper.drawImage(this.#video, 0, 0);
      const code = await this.#read(this.#paper.getImageData(0, 0, width, height), frame % 4 === 3);
      if (code !== null && run === this.#running) this.#hear(code);
    }
  }

  #frame() {
    return new Promise((resolve) => {
      if (this.#video.requestVideoFrameCallback) this.#video.requestVideoFrameCallback(resolve);
      else setTimeout(resolve, 60);
    });
  }

  #hear(code) {
    const now = performance.now();
    if (code.format === "EAN13" || code.format === "EAN-13") {
      const before = this.#retail;
      this.#retail = { text: code.text, at: now };
      // Its one check digit lets one misread in ten through, so it is believed when two reads agree.
      if (before.text !== code.text || now - before.at > EQUAL_WITHIN) return;
    }
    const { text, at } = this.#last;
    this.#last = { text: code.text, at: now };
    if (text !== code.text || now - at > STILL_THERE) this.#found(code);
  }
}
