/** A line that is typed by single keys, as `readKeys` gives them: of what ASCII can print, and so long at most. */
export class InputLine {
  readonly #longest: number;
  #text = '';

  /** @param longest - characters. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  get text(): string {
    return this.#text;
  }

  /** @returns whether the line is being typed still, or was ended by Enter, or left by Escape. */
  press(key: string): 'typing' | 'done' | 'left' {
    if (key === 'enter') return 'done';
    if (key === 'escape') return 'left';
    if (key === 'backspace') this.#text = this.#text.slice(0, -1);
    else if (key === 'clear') this.#text = '';
    else if (/^[ -~]$/.test(key) && this.#text.length < this.#longest) this.#text += key;
    return 'typing';
  }
}
