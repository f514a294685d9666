/**
 * Gives the keys back to the game after a click: a button that was clicked would otherwise take the next Enter. Who
 * goes by the keyboard keeps the focus where it is.
 */
export function returnFocus(bar: HTMLElement): void {
  bar.addEventListener('click', (event) => {
    if (event.detail > 0 && document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
}
