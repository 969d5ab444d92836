// The phone's own memory: its keys, the queue of scans, what has been recorded, and who works with it.

const NAMES = { keys: "device", queue: "id", done: "id", meta: "name" };

const opened = new Promise((resolve, reject) => {
  const asked = indexedDB.open("suyuan-courier", 1);
  asked.onupgradeneeded = () => {
    for (const [name, keyPath] of Object.entries(NAMES)) asked.result.createObjectStore(name, { keyPath });
  };
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

/** One transaction over these stores. `work` asks for all it needs at once; what it gives to `keep` is the answer. */
export async function transact(names, mode, work) {
  const db = await opened;
  return new Promise((resolve, reject) => {
    let kept;
    // "strict" waits for the disk: a scan that was shown as stored is stored.
    const running = db.transaction(names, mode, { durability: mode === "readwrite" ? "strict" : "default" });
    running.oncomplete = () => resolve(kept);
    running.onabort = () => reject(running.error ?? new Error("the phone's memory gave up"));
    work((name) => running.objectStore(name), (value) => {
      kept = value;
    });
  });
}

/** Everything in a store. */
export const all = (name) =>
  transact([name], "readonly", (of, keep) => {
    of(name).getAll().onsuccess = (event) => keep(event.target.result);
  });

/** One row, or undefined. */
export const get = (name, key) =>
  transact([name], "readonly", (of, keep) => {
    of(name).get(key).onsuccess = (event) => keep(event.target.result);
  });

/** Put one row. */
export const put = (name, row) => transact([name], "readwrite", (of) => of(name).put(row));

/** Take one row out. */
export const drop = (name, key) => transact([name], "readwrite", (of) => of(name).delete(key));

/** What is kept under a name. */
export const remembered = async (name) => (await get("meta", name))?.value;

/** Keep something under a name. */
export const remember = (name, value) => put("meta", { name, value });
