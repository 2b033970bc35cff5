// A button that prints the page; what is folded is unfolded for the paper.
export const selector = "[data-print]";

export function connect(button: HTMLElement): void {
  button.addEventListener("click", () => {
    for (const fold of document.querySelectorAll<HTMLDetailsElement>("main details")) fold.open = true;
    window.print();
  });
}
