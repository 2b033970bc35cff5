// Suggestions under the search box. Nothing is asked while an input method is still composing.
import htmx from "htmx.org";

export const selector = "input[data-suggest]";

const PAUSE = 180;

export function connect(element: HTMLElement): void {
  const input = element as HTMLInputElement;
  const box = document.getElementById(input.getAttribute("aria-controls")!)!;
  const options = () => [...box.querySelectorAll<HTMLAnchorElement>("[role=option]")];
  let timer = 0;
  let active = -1;

  const show = (on: boolean) => {
    box.hidden = !on;
    input.setAttribute("aria-expanded", String(on));
    if (!on) mark(-1);
  };
  const mark = (place: number) => {
    active = place;
    options().forEach((option, n) => option.setAttribute("aria-selected", String(n === place)));
    const chosen = options()[place];
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
    else input.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  };
  const ask = () => {
    window.clearTimeout(timer);
    if (!input.value.trim()) return show(false);
    timer = window.setTimeout(() => htmx.trigger(input, "suggest"), PAUSE);
  };

  input.addEventListener("input", (event) => {
    if (!(event as InputEvent).isComposing) ask();
  });
  input.addEventListener("compositionend", ask);
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.isComposing) return;
    if (event.key === "Escape" && !box.hidden) {
      event.preventDefault();
      show(false);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count && !box.hidden) {
      event.preventDefault();
      mark((active + (event.key === "ArrowDown" ? 1 : -1) + count + (active < 0 && event.key === "ArrowUp" ? 1 : 0)) % count);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      options()[active]?.click();
    }
  });
  input.addEventListener("focus", () => show(options().length > 0 && input.value.trim() !== ""));
  input.addEventListener("blur", () => show(false));
  box.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("htmx:afterSwap", () => {
    mark(-1);
    show(document.activeElement === input && input.value.trim() !== "");
  });
}
