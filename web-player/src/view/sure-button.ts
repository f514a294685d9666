/** Milliseconds in which the second press has to follow. */
const PATIENCE = 4_000;

/** Has a button be pressed twice for what can't be undone; in between it shows the question. */
export function pressTwice(button: HTMLButtonElement, question: string, onSure: () => void): void {
  const words = button.textContent ?? '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const calm = () => {
    clearTimeout(timer);
    timer = undefined;
    button.textContent = words;
    button.classList.remove('asking');
  };
  button.addEventListener('blur', calm);
  button.addEventListener('click', () => {
    if (timer !== undefined) {
      calm();
      onSure();
      return;
    }
    button.textContent = question;
    button.classList.add('asking');
    timer = setTimeout(calm, PATIENCE);
  });
}
