// What waits, what was refused and what was recorded, and whose phone this is.

import { tail } from "./label.js";
import { dismiss } from "./outbox.js";
import { all } from "./store.js";
import { by, clock, fill, make, words } from "./view.js";

const SHOWN = 30;

/** The row below the camera, and the page behind it. */
export class Queue {
  #undo;
  #current = null;

  constructor(undo) {
    this.#undo = undo;
    by("see").addEventListener("click", () => this.#open());
    by("back").addEventListener("click", () => this.close());
  }

  /** Whose phone this is; `choose` hears which county they work in. */
  whose(current, choose) {
    this.#current = current;
    by("alias").textContent = fill(words.worksFor, current);
    by("county").replaceChildren(
      new Option(words.noCounty, ""),
      ...current.places.map(([code, name]) => new Option(name, code, false, code === current.place)),
    );
    by("county").onchange = () => choose(by("county").value || null);
  }

  #open() {
    by("behind").hidden = false;
    by("work").hidden = true;
    by("leave").dataset.sure = "";
    by("leaveSays").textContent = "";
    by("behind").querySelector("h1").focus();
  }

  close() {
    by("behind").hidden = true;
    by("work").hidden = false;
  }

  /** Draw the queue; `trouble` says why nothing goes out. */
  async show(rows, trouble) {
    const waiting = rows.filter((row) => row.state === "waiting" && row.step !== "undone");
    const refused = rows.filter((row) => row.state === "refused");
    by("n").textContent = waiting.length;
    by("many").textContent = `${waiting.length} `;
    by("see").textContent = refused.length > 0 ? fill(words.refusedOnes, { n: refused.length }) : waiting.length > 0 ? since(waiting[0].at) : words.seeAll;
    by("see").classList.toggle("warn", refused.length > 0);
    by("whyWaits").textContent = words.why[trouble] ?? "";
    draw("refusedList", refused, (row) => [
      make("p", row.sentence), small(row.todo), button(words.read, () => dismiss(row.id)),
    ]);
    draw("waitingList", waiting, (row) => [
      ...(row.sentence ? [small(`${row.sentence} ${row.todo}`)] : []), button(words.undo, () => this.#undo(row.id)),
    ]);
    const done = (await all("done")).filter((row) => row.courier === this.#current?.courier).sort((a, b) => b.at - a.at);
    draw("doneList", done.slice(0, SHOWN), (row) => {
      const proof = make("a", words.myProof);
      proof.href = `/courier/proof/${row.id}`;
      return [make("p", "", proof), ...(row.step === "corrected" || row.back ? [] : [button(words.undo, () => this.#undo(row.id))])];
    });
  }
}

function since(at) {
  const minutes = Math.floor((Date.now() - at) / 60_000);
  return minutes < 1 ? words.justNow : fill(words.oldest, { n: minutes });
}

function draw(id, rows, more) {
  by(id).replaceChildren(
    ...rows.map((row) => {
      const item = make("li", "", make("p", `${words.steps[row.step]} ${fill(words.tail, { tail: tail(row.label) })} ${clock(row.at)}`), ...more(row));
      item.dataset.id = row.id;
      return item;
    }),
  );
  by(id).parentElement.hidden = rows.length === 0;
}

function small(text) {
  return Object.assign(make("p", text), { className: "small quiet" });
}

function button(text, press) {
  const made = Object.assign(make("button", text), { type: "button", className: "btn slim" });
  made.addEventListener("click", press);
  return made;
}
