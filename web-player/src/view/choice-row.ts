/** A choice of which one holds, as buttons in a row. */
export class ChoiceRow<Value> {
  readonly #row: HTMLElement;
  readonly #words: (value: Value, index: number) => string;
  readonly #onChoice: (value: Value, index: number) => void;

  /** @param row - where the buttons go; hidden with what is around it where there are none. */
  constructor(
    row: HTMLElement,
    words: (value: Value, index: number) => string,
    onChoice: (value: Value, index: number) => void,
  ) {
    this.#row = row;
    this.#words = words;
    this.#onChoice = onChoice;
  }

  /** @param chosen - index of the value that holds. */
  show(values: readonly Value[], chosen: number): void {
    this.#row.parentElement!.hidden = values.length === 0;
    // The same buttons stay: one that was pressed keeps the focus.
    while (this.#row.childElementCount > values.length) this.#row.lastElementChild?.remove();
    values.forEach((value, index) => {
      const button = this.#button(index);
      button.textContent = this.#words(value, index);
      button.setAttribute('aria-pressed', String(index === chosen));
      button.onclick = () => this.#onChoice(value, index);
    });
  }

  #button(index: number): HTMLButtonElement {
    const there = this.#row.children[index];
    if (there instanceof HTMLButtonElement) return there;
    const button = document.createElement('button');
    this.#row.append(button);
    return button;
  }
}
