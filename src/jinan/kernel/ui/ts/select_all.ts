// One tick for all rows of a table; the buttons that need a choice wake up with the first.
export const selector = "table[data-choices]";

export function connect(element: HTMLElement): void {
  const all = element.querySelector<HTMLInputElement>("thead input[type=checkbox]");
  const one = () => [...element.querySelectorAll<HTMLInputElement>("tbody input[type=checkbox]")];
  const tell = () => {
    const chosen = one().filter((box) => box.checked).length;
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-needs-choice]")) {
      button.disabled = chosen === 0;
      const count = button.querySelector("[data-count]");
      if (count) count.textContent = chosen ? String(chosen) : "";
    }
  };
  all?.addEventListener("change", () => {
    for (const box of one()) box.checked = all.checked;
    tell();
  });
  element.addEventListener("change", tell);
  tell();
}
