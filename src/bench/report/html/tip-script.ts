/** Shows the figures of what the pointer or a finger is on. Everything there is in tables as well. */
export const TIP_SCRIPT = `
const tip = document.createElement('div');
tip.id = 'tip';
tip.hidden = true;
document.body.append(tip);
const show = (event) => {
  const text = event.target.closest?.('[data-tip]')?.getAttribute('data-tip');
  tip.hidden = !text;
  if (!text) return;
  tip.textContent = text;
  const left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
  const below = event.clientY + 16;
  tip.style.left = Math.max(8, left) + 'px';
  tip.style.top = (below + tip.offsetHeight > innerHeight ? Math.max(8, event.clientY - tip.offsetHeight - 10) : below) + 'px';
};
addEventListener('pointermove', show);
addEventListener('pointerdown', show);
addEventListener('scroll', () => { tip.hidden = true; }, { passive: true });
`;
