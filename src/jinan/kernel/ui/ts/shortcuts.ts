// Keyboard: / finds, ? helps, j and k walk the rows, n is a new record, e edits.
const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

function walk(step: number): void {
  const links = [...document.querySelectorAll<HTMLElement>("table.grid tbody tr a")].filter(
    (link, index, all) => link.closest("tr") !== all[index - 1]?.closest("tr"),
  );
  const now = links.indexOf(document.activeElement as HTMLElement);
  links[Math.min(Math.max(now + step, 0), links.length - 1)]?.focus();
}

function press(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.click();
}

export function listen(): void {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const deeds: Record<string, () => void> = {
      "/": () => document.querySelector<HTMLInputElement>("#find")?.focus(),
      "?": () => document.querySelector<HTMLDialogElement>("#keys")?.showModal(),
      j: () => walk(1),
      k: () => walk(-1),
      n: () => press("[data-key=new]"),
      e: () => press("[data-key=edit]"),
    };
    if (deeds[event.key]) {
      event.preventDefault();
      deeds[event.key]();
    }
  });
}
