/** What the browser remembers of this page from one visit to the next. Storage may be switched off, which it says by throwing. */

/** What was remembered under a key; `null` where nothing was. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Next time everything is as if it were the first.
  }
}
