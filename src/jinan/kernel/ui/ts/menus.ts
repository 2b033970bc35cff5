// A menu closes when something else is clicked, or on Escape.
export const selector = "details.menu";

export function connect(element: HTMLElement): void {
  const menu = element as HTMLDetailsElement;
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target as Node)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
}
