// A field that asks the server while one types does so on entering it and a moment after the last sign, and never
// while an input method is still composing. The field listens for `typed` in its `hx-trigger`.
import htmx from "htmx.org";

export const selector = "input[data-typed]";

const PAUSE = 250;

export function connect(element: HTMLElement): void {
  const input = element as HTMLInputElement;
  let timer = 0;
  let composing = false;
  let asked: string | null = null;
  const ask = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (composing || input.value === asked) return;
      asked = input.value;
      htmx.trigger(input, "typed");
    }, PAUSE);
  };
  input.addEventListener("compositionstart", () => (composing = true));
  input.addEventListener("compositionend", () => {
    composing = false;
    ask();
  });
  input.addEventListener("input", ask);
  input.addEventListener("focus", ask);
}
