// The bench without hands on the keyboard: the field keeps the focus, and the verdict can be heard.
const field = document.getElementById("beep");
const verdict = document.getElementById("verdict");
const TONES = { ok: [880, 1320], kept: [880], again: [440], no: [220, 165] };

const busy = (element) => element && ["SELECT", "TEXTAREA", "INPUT"].includes(element.tagName);

function focus() {
  if (!busy(document.activeElement)) field.focus({ preventScroll: true });
}

// A scanner types wherever the focus is: letters that no field takes go into ours.
document.addEventListener("keydown", (event) => {
  if (/^[!-~]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) focus();
});
field.focus();

// The same beep twice in a row while the page is being sent is one.
document.getElementById("bench").addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
addEventListener("pageshow", () => delete document.getElementById("bench").dataset.sent);

function sound(tones) {
  const context = new AudioContext();
  tones.forEach((hertz, at) => {
    const tone = context.createOscillator();
    const loud = context.createGain();
    loud.gain.value = 0.1;
    tone.frequency.value = hertz;
    tone.connect(loud).connect(context.destination);
    tone.start(context.currentTime + at * 0.12);
    tone.stop(context.currentTime + at * 0.12 + 0.1);
  });
  setTimeout(() => context.close(), 1000);
}

if (verdict && "AudioContext" in window) {
  sound(TONES[verdict.dataset.kind] ?? []);
  // A browser lets only a page vibrate that was touched.
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(verdict.dataset.kind === "no" ? [120, 60, 120] : 40);
}
