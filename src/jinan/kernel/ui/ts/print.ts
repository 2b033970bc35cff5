// A button that prints the page.
export const selector = "[data-print]";

export function connect(button: HTMLElement): void {
  button.addEventListener("click", () => window.print());
}
