// What a courier hears and feels without looking: one high tone for good, two low ones for a refusal.

const TONES = { stored: [[880, 0, 0.08]], again: [[440, 0, 0.06]], ask: [[660, 0, 0.06]], refused: [[220, 0, 0.15], [180, 0.2, 0.2]] };
const SHAKES = { stored: [40], again: [20, 40, 20], ask: [20], refused: [150, 80, 150] };
let sound = null;

/** Let a verdict be heard and felt. */
export function feel(kind, quiet) {
  // A browser lets no page sound or shake before it was touched, and complains of the attempt.
  if (!(navigator.userActivation?.hasBeenActive ?? true)) return;
  navigator.vibrate?.(SHAKES[kind] ?? []);
  if (quiet || !(kind in TONES)) return;
  sound ??= new AudioContext();
  if (sound.state === "suspended") sound.resume().catch(() => {});
  for (const [pitch, from, long] of TONES[kind]) {
    const tone = new OscillatorNode(sound, { frequency: pitch });
    const loud = new GainNode(sound, { gain: 0.2 });
    tone.connect(loud).connect(sound.destination);
    tone.start(sound.currentTime + from);
    tone.stop(sound.currentTime + from + long);
  }
}
