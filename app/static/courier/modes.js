// What is done now, and what that step asks for.

import { by, words } from "./view.js";

/** The bar of steps and the fields of each. */
export class Modes {
  #form = by("details");
  #bar = by("modes");
  #hear = () => {};

  constructor() {
    this.#bar.addEventListener("change", () => this.#show());
    this.#form.addEventListener("change", () => this.#fields());
    by("more").addEventListener("click", () => this.#more(by("more").getAttribute("aria-expanded") !== "true"));
    this.#show();
  }

  onChange(hear) {
    this.#hear = hear;
  }

  get step() {
    return this.#bar.querySelector("input:checked").value;
  }

  /** What it is called in the bar. */
  get name() {
    return this.#bar.querySelector(".on span").textContent;
  }

  get gives() {
    return this.#value("way") === "give";
  }

  get quiet() {
    return by("quiet").checked;
  }

  /** Choose a step, and for a handover which way. */
  choose(step, way) {
    this.#bar.querySelector(`[value=${step}]`).checked = true;
    if (way) this.#form.querySelector(`[name=way][value=${way}]`).checked = true;
    this.#show();
  }

  #more(open) {
    by("more").setAttribute("aria-expanded", String(open));
    let rare = false;
    for (const one of this.#bar.querySelectorAll(".rare")) {
      const chosen = one.querySelector("input").checked;
      rare ||= chosen;
      one.hidden = !open && !chosen;
    }
    // One row as long as it is closed: a rare step that is chosen takes the place of the last common one.
    by("last").hidden = rare && !open;
  }

  #show() {
    for (const one of this.#bar.querySelectorAll("label")) one.classList.toggle("on", one.querySelector("input").checked);
    for (const set of this.#form.querySelectorAll("[data-step]")) {
      const mine = set.dataset.step === this.step;
      set.hidden = !mine;
      set.disabled = !mine;
    }
    this.#form.hidden = this.#form.querySelector("[data-step]:not([hidden])") === null;
    this.#more(false);
    this.#fields();
    this.#hear();
  }

  // Fields that only one choice asks for.
  #fields() {
    for (const one of this.#form.querySelectorAll("[data-when]")) {
      const [name, value] = one.dataset.when.split("=");
      const asked = this.#value(name) === value;
      one.hidden = !asked;
      for (const field of one.querySelectorAll("input, select")) field.disabled = !asked;
    }
  }

  #value(name) {
    return new FormData(this.#form).get(name);
  }

  /** The sentence for what is not filled in yet, or "". */
  lacks() {
    for (const field of this.#form.querySelectorAll("fieldset:not([hidden]) [data-lacks]")) {
      if (!field.disabled && !field.checkValidity()) return words.lacks[field.dataset.lacks];
    }
    return "";
  }

  /** Show or hide the button that takes the parcel in hand. */
  waits(pending) {
    by("goOn").hidden = !pending;
  }

  focus() {
    const field = [...this.#form.querySelectorAll("fieldset:not([hidden]) [data-lacks]")].find((one) => !one.disabled && !one.checkValidity());
    field?.focus();
  }

  /** What the step says besides, and the personal texts that travel unsigned. */
  details() {
    const given = new FormData(this.#form);
    const said = {};
    for (const name of ["method", "consent", "site", "reason"]) if (given.get(name)) said[name] = given.get(name);
    for (const name of ["weight", "attempt"]) if (given.get(name)) said[name] = Number(given.get(name));
    if (given.getAll("checks").length > 0) said.checks = given.getAll("checks");
    const texts = {};
    for (const name of ["proxy", "release"]) if (given.get(name)) texts[name] = given.get(name);
    return { said, texts: Object.keys(texts).length > 0 ? texts : undefined };
  }

  /** What belonged to one parcel alone is empty again. */
  spent() {
    for (const field of this.#form.querySelectorAll("[data-once]")) field.value = "";
  }
}
