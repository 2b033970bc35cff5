// A field that asks the server while one types does so a moment after the last sign, and never while an input
// method is still composing. The field listens for `typed` in its `hx-trigger`.
import htmx from "htmx.org";

export const selector = "input[data-typed]";

const PAUSE = 250;

export function connect(element: HTMLElement): void {
  let timer = 0;
  const ask = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => htmx.trigger(element, "typed"), PAUSE);
  };
  element.addEventListener("compositionstart", () => window.clearTimeout(timer));
  element.addEventListener("compositionend", ask);
  element.addEventListener("input", (event) => {
    if (!(event as InputEvent).isComposing) ask();
  });
}
