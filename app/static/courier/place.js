// Where the phone is, for couriers who have agreed to that; no scan ever waits for it.

const FRESH = 120_000;
let last = null;
let watch = null;

/** Begin or end to look. */
export function follow(wanted) {
  if (watch !== null && !wanted) {
    navigator.geolocation.clearWatch(watch);
    watch = null;
    last = null;
  }
  if (watch === null && wanted && navigator.geolocation) {
    watch = navigator.geolocation.watchPosition((found) => {
      last = found;
    }, () => {}, { enableHighAccuracy: true, maximumAge: 30_000 });
  }
}

/** The place now in millionths of a degree, or nothing where it is not known or not asked for. */
export function spot() {
  if (last === null || Date.now() - last.timestamp > FRESH) return undefined;
  const { latitude, longitude, accuracy } = last.coords;
  return { lat: Math.round(latitude * 1e6), lon: Math.round(longitude * 1e6), accuracy: Math.min(Math.ceil(accuracy), 1_000_000) };
}
