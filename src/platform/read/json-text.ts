/**
 * JSON on its way to whoever asked, who takes it along. A request that waited for a connection has promises and closures
 * which V8 counts as old by then. All that they still refer to when the answer is out, it keeps until it next looks
 * through everything: answers of a hundred kilobytes would pile up by the hundred.
 */
export class JsonText {
  #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  /** The text, which nothing here refers to any longer. */
  take(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }
}
