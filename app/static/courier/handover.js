// A handover: the giver's list as a QR code that their phone signs, and the receiver's ticks.

import { modules } from "./qr.js";
import { sign } from "./signing.js";
import { get, remembered } from "./store.js";
import { tail } from "./label.js";
import { by, fill, make, words } from "./view.js";

export const MARK = "suyuan-handover/v1";
// More would need a code that is too fine for a phone's camera from a phone's screen.
const MOST = 30;

/** The list of whoever gives, and the question to whoever takes. */
export class Handover {
  #labels = [];

  constructor() {
    by("showList").addEventListener("click", () => this.#show());
    by("given").addEventListener("click", () => {
      this.#labels = [];
      by("list").hidden = true;
      this.#count();
    });
    this.#count();
  }

  get count() {
    return this.#labels.length;
  }

  /** Put a parcel on the list; false where it stands there already or the list is full. */
  add(label) {
    if (this.#labels.includes(label) || this.#labels.length >= MOST || label.includes(",")) return false;
    this.#labels.push(label);
    this.#count();
    return true;
  }

  #count() {
    by("listed").textContent = fill(words.onList, { n: this.#labels.length });
    by("showList").disabled = this.#labels.length === 0;
  }

  async #show() {
    const { device } = await remembered("current");
    const key = await get("keys", device);
    const body = `${MARK}\n${device}\n${Date.now()}\n${this.#labels.join(",")}\n`;
    draw(by("code-of-list"), modules(body + (await sign(key.secret, body))));
    by("list").hidden = false;
    by("list").querySelector("h2").focus();
  }

  /** The labels on a giver's list, or null where it cannot be read. */
  read(text) {
    const lines = text.split("\n");
    const labels = lines.length === 5 ? lines[3].split(",").filter(Boolean) : [];
    return labels.length > 0 && labels.length <= 40 ? labels : null;
  }

  /** Ask which of the parcels on the list are there; `take` gets those. */
  ask(labels, take) {
    const rows = by("ticks");
    rows.replaceChildren(
      ...labels.map((label) => {
        const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: true, value: label });
        return make("li", "", make("label", "", box, fill(words.tail, { tail: tail(label) })));
      }),
    );
    by("taking").hidden = false;
    by("taking").querySelector("h2").focus();
    by("take").onclick = () => {
      by("taking").hidden = true;
      take([...rows.querySelectorAll("input:checked")].map((box) => box.value));
    };
  }
}

function draw(svg, rows) {
  const size = rows.length + 8;
  const path = rows.map((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : "")).join("")).join("");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.querySelector("rect").setAttribute("width", size);
  svg.querySelector("rect").setAttribute("height", size);
  svg.querySelector("path").setAttribute("d", path);
}
